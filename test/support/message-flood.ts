import type { WindowMessage } from 'bx24-events/testing'

/** Random numbers from 0 up to 1, the same ones in every run. */
export function createSeededRandom(seed: number): () => number {
  let state = seed
  return () => {
    // The generator of "Numerical Recipes": enough for picking, and for nothing else.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** Who may send, and what fits him. */
export interface FloodOptions {
  readonly seed: number
  /** The sender and the origin that the receiver takes for the right ones. */
  readonly trusted: Pick<WindowMessage, 'source' | 'origin'>
  /** Texts that do something where they come from the trusted sender: only others send them. */
  readonly dangerous: readonly string[]
  /** What is like the words of the format, and does nothing. */
  readonly words: readonly string[]
}

const JSON_PIECES = [
  '{}',
  '[]',
  'null',
  '{"a":"b:c"}',
  '{"__proto__":{"x":1}}',
  '{',
  '"',
  '7',
  'true',
  '\\',
  '',
]
const NOISE = [':', '::', '\u0000', '😀', 'constructor', '__proto__', 'toString', ' ', '|']

/** An endless flood of messages: near the format and far from it, by the right sender and by wrong ones. */
export function createMessageFlood({ seed, trusted, dangerous, words }: FloodOptions): () => WindowMessage {
  const random = createSeededRandom(seed)
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T
  const stranger = { name: 'a stranger' } as unknown as MessageEventSource
  const strangers: readonly Pick<WindowMessage, 'source' | 'origin'>[] = [
    { source: stranger, origin: trusted.origin },
    { source: trusted.source, origin: 'https://evil.example' },
    { source: trusted.source, origin: `${trusted.origin}.evil.example` },
    { source: trusted.source, origin: 'null' },
    { source: null, origin: trusted.origin },
    { source: stranger, origin: '' },
  ]

  const piece = () => pick([words, JSON_PIECES, NOISE].map(pick))
  const text = () => Array.from({ length: Math.floor(random() * 6) }, piece).join(pick([':', ':', ':', '']))

  function data(): unknown {
    const makers: (() => unknown)[] = [
      ...[text, text, text, text],
      () => ({ method: piece(), params: pick([{}, null, piece(), [1]]), callback: piece(), appSid: piece() }),
      () => [text(), text()],
      () => new Map([[piece(), text()]]),
      () => new Uint8Array(8),
      () => random(),
      () => pick([null, undefined, true, Number.NaN, 10n, new Date(0), Object(text())]),
    ]
    return pick(makers)()
  }

  return () => {
    if (random() < 0.5) return { data: data(), ...trusted }
    return { data: random() < 0.5 ? pick(dangerous) : data(), ...pick(strangers) }
  }
}
