import type { Outcome } from './state/model.js'

/** Asks the portal's own API to do something. Rejects with an `Error` that says why, where it refuses or can't be reached. */
export type Post = <Answer>(path: string, body: Readonly<Record<string, unknown>>) => Promise<Answer>

/** Reads from the portal's own API. Rejects as `Post` does. */
export type Get = <Answer>(path: string) => Promise<Answer>

export interface Api {
  readonly get: Get
  readonly post: Post
}

export const api: Api = {
  get: (path) => ask(path, {}),
  post: (path, body) =>
    ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
}

/** The portal does not answer at all. */
class UnreachableError extends Error {
  override readonly name = 'UnreachableError'
}

async function ask<Answer>(path: string, request: RequestInit): Promise<Answer> {
  const response = await fetch(path, request).catch((error: unknown) => {
    throw new UnreachableError('The portal can’t be reached. Is it still running?', { cause: error })
  })
  if (!response.ok) throw new Error((await response.text()) || `The portal answered ${response.status}.`)
  // The server that answers is of the same build as this page.
  return (await response.json()) as Answer
}

/** Why something was not done that the portal was asked for. `before`: what is said before that. */
export function describeFailure(error: unknown, before = ''): Outcome {
  const untilLive = error instanceof UnreachableError
  return { tone: 'bad', text: before + describeError(error), ...(untilLive ? { untilLive } : {}) }
}

export function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
