import type { Params } from '../../protocol/message.js'
import { withoutAuth } from '../../protocol/rest.js'

/** A call's parameters: their names are case-independent, and who calls is never among them. */
export interface RestParams {
  get(name: string): unknown
  /** A parameter as text; empty where it is absent or can't be text. */
  text(name: string): string
  /** A parameter read as an integer: what is no integer reads as 0. `undefined` where it is absent or null. */
  integer(name: string): number | undefined
  /** Whether a switch is on: present, and none of `''`, `0`, `false`, `N`. */
  flag(name: string): boolean
  /** All of them, with their names as they were sent. */
  readonly asSent: Params
}

/** A value as text; empty where it can't be text. Callers send what they like: not all of it can be written out. */
export function toText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? `${value}`
    : ''
}

export function createRestParams(params: Params): RestParams {
  const asSent = withoutAuth(params)
  const byName = new Map(Object.entries(asSent).map(([name, value]) => [name.toUpperCase(), value]))

  const text = (name: string) => toText(byName.get(name))

  return {
    asSent,
    get: (name) => byName.get(name),
    text,
    integer(name) {
      if (byName.get(name) == null) return undefined
      return /^\s*[+-]?\d+\s*$/.test(text(name)) ? Number(text(name)) : 0
    },
    flag: (name) => !['', '0', 'false', 'n'].includes(text(name).toLowerCase()),
  }
}
