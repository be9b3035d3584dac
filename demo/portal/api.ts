/** Asks the portal's own API. Rejects with an `Error` that says why, where it refuses or can't be reached. */
export type Post = <Answer>(path: string, body: Readonly<Record<string, unknown>>) => Promise<Answer>

export const post: Post = async <Answer>(path: string, body: Readonly<Record<string, unknown>>) => {
  const headers = { 'content-type': 'application/json' }
  const request = { method: 'POST', headers, body: JSON.stringify(body) }
  const response = await fetch(path, request).catch((error: unknown) => {
    throw new Error('The portal can’t be reached. Is it still running?', { cause: error })
  })
  if (!response.ok) throw new Error((await response.text()) || `The portal answered ${response.status}.`)
  // The server that answers is of the same build as this page.
  return (await response.json()) as Answer
}

export function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
