/** Fills what it is given with unguessable bytes, as `crypto.getRandomValues` does. */
export type Random = (bytes: Uint8Array<ArrayBuffer>) => Uint8Array

export const systemRandom: Random = (bytes) => crypto.getRandomValues(bytes)

/** An unguessable text of 32 digits in hexadecimal: 128 bits. */
export function randomSecret(random: Random): string {
  return Array.from(random(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
