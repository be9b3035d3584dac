import { maskMethod } from '../portal/mask-tokens.js'

/** An app that calls whatever comes to its mind is not listed for ever. */
const MOST = 100
const LONGEST = 100

/** Says of each method once that an app called it and the portal does not have it. */
export function createUnknownMethods(note: (text: string) => void): (method: string) => void {
  const told = new Set<string>()

  return (method) => {
    const name = maskMethod(method.slice(0, LONGEST))
    const key = name.toLowerCase()
    if (told.has(key) || told.size > MOST) return
    told.add(key)
    if (told.size > MOST) note(`More than ${MOST} methods were called that this portal does not have.`)
    else
      note(
        `${name} was called, which this portal does not have: ERROR_METHOD_NOT_FOUND. To have it answered, give its result, by --answers <file> or the option answers.`,
      )
  }
}
