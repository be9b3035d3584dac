/** The command was given something that it can't take: the text says what, and what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
