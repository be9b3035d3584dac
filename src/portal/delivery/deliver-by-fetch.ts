import { describeRefusedPort } from '../refused-port.js'
import { takeCredentials } from './credentials.js'
import type { Deliver } from './delivery.js'

/**
 * The real thing. Redirects are not followed. In a page or a worker the answer of another origin can't be read, and redirects
 * can't be told apart: its status is 0. There, `fetch` also leaves out who the URL names as the user.
 */
export const deliverByFetch: Deliver = async ({ url, headers, ...request }, { signal }) => {
  const way: RequestInit = isNode() ? { redirect: 'manual' } : { mode: 'no-cors' }
  const addressed = takeCredentials(url)
  const init = { ...request, ...way, headers: { ...headers, ...addressed.headers }, signal }
  const response = await fetch(addressed.url, init).catch((error: unknown) => {
    const refused = describeRefusedPort(error, url)
    throw refused === undefined ? error : new Error(refused, { cause: error })
  })
  // Let go of the body, or the connection stays busy.
  await response.body?.cancel()
  return { status: response.status }
}

/** An emulated DOM gives Node a `document`, and a worker has none: neither is a sign. */
function isNode(): boolean {
  const { process } = globalThis as { process?: { versions?: { node?: string } } }
  return process?.versions?.node !== undefined
}
