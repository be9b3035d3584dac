/** What is kept across reloads. Where a browser keeps nothing for a page, it is kept until the page goes. */
export function openStorage(): Pick<Storage, 'getItem' | 'setItem'> {
  try {
    return localStorage
  } catch {
    const items = new Map<string, string>()
    return { getItem: (key) => items.get(key) ?? null, setItem: (key, value) => void items.set(key, value) }
  }
}
