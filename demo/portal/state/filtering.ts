/** Answers anew only where what it is asked with is another than before. */
export function createMemo<Args extends readonly unknown[], Result>(
  compute: (...args: Args) => Result,
): (...args: Args) => Result {
  let known: { args: Args; result: Result } | undefined
  return (...args) => {
    if (!known || args.some((arg, index) => arg !== known?.args[index]))
      known = { args, result: compute(...args) }
    return known.result
  }
}

/** What is looked for in the texts of items, in any case; each text is written once for each item, when it is needed. */
export function createTextSearch<Item extends object>(
  write: (item: Item) => string,
): (item: Item, text: string) => boolean {
  const texts = new WeakMap<Item, string>()
  return (item, text) => {
    if (text === '') return true
    const known = texts.get(item) ?? write(item).toLowerCase()
    texts.set(item, known)
    return known.includes(text)
  }
}

/** What a person has typed, as it is looked for. */
export const readSearch = (typed: string) => typed.trim().toLowerCase()
