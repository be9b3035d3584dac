import type { Deliver } from './delivery.js'

/**
 * The real thing. Redirects are not followed. In a page or a worker the answer of another origin can't be read, and redirects
 * can't be told apart: its status is 0.
 */
export const deliverByFetch: Deliver = async ({ url, ...request }, { signal }) => {
  const way: RequestInit = isNode() ? { redirect: 'manual' } : { mode: 'no-cors' }
  const response = await fetch(url, { ...request, ...way, signal })
  // Let go of the body, or the connection stays busy.
  await response.body?.cancel()
  return { status: response.status }
}

/** An emulated DOM gives Node a `document`, and a worker has none: neither is a sign. */
function isNode(): boolean {
  const { process } = globalThis as { process?: { versions?: { node?: string } } }
  return process?.versions?.node !== undefined
}
