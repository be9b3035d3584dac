/** What `new Uint8Array(1)` is. TypeScript before 5.7 can't read `Uint8Array<ArrayBuffer>`. */
type Bytes = ReturnType<typeof Uint8Array.of>

/** Fills what it is given with unguessable bytes, as `crypto.getRandomValues` does. */
export type Random = (bytes: Bytes) => Uint8Array

/** What the system gives at once, in bytes: to ask it takes far longer than to copy. */
const POOL_SIZE = 4096

/** Of the system, in pools: no byte is given out twice. */
function createPooledRandom(): Random {
  const pool = new Uint8Array(POOL_SIZE)
  let left = 0
  return (bytes) => {
    if (bytes.length > POOL_SIZE) return crypto.getRandomValues(bytes)
    if (bytes.length > left) {
      crypto.getRandomValues(pool)
      left = POOL_SIZE
    }
    bytes.set(pool.subarray(left - bytes.length, left))
    left -= bytes.length
    return bytes
  }
}

export const systemRandom: Random = /* @__PURE__ */ createPooledRandom()

/** An unguessable text of 32 digits in hexadecimal: 128 bits. */
export function randomSecret(random: Random): string {
  return Array.from(random(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
