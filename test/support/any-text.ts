import { nat, string } from 'fast-check'

/** Any text that a page can make: of all code units, halves of pairs too. Made in no time, which fast-check's `binary` is not. */
export const anyText = string({ unit: nat(0xffff).map((code) => String.fromCharCode(code)) })
