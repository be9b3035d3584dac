import { InputError } from './input-error.js'
import { toPlainJson } from './parse.js'

/** What a portal answers of the methods of REST that it does not have itself. */
export interface AnswerOptions {
  /**
   * The result of each such method, by its name in any case: what JSON can carry. Default: none, and all of them are answered
   * `ERROR_METHOD_NOT_FOUND`. One that the portal has itself is a `TypeError`.
   */
  answers?: Readonly<Record<string, unknown>>
  /** Told of each call of a method that the portal does not have, with the name as it was sent. */
  onUnknownMethod?: (method: string) => void
}

/** Results by the name of the method, in lower case. Throws a `TypeError` where one is no JSON, or is of a method that there is. */
export function readAnswers(
  answers: NonNullable<AnswerOptions['answers']>,
  ownMethods: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, unknown> {
  const entries = Object.entries(answers).map(([method, result]) => {
    const name = method.trim().toLowerCase()
    if (name === '') throw new InputError('answers: expected the name of a method, not an empty one')
    if (ownMethods.has(name)) throw new InputError(`answers: ${name} is a method that the portal has itself`)
    return [name, toPlainJson(result, `answers.${method}`)] as const
  })
  return new Map(entries)
}
