export interface Option {
  /** In upper case. */
  name: string
  /** What is to be said about it. */
  note?: string
}

/** Those that have every word in their name, in whatever order: `deal add` finds ONCRMDEALADD. */
export function findMatches(options: readonly Option[], text: string): readonly Option[] {
  const words = text.toUpperCase().split(/\s+/)
  return options.filter(({ name }) => words.every((word) => name.includes(word)))
}
