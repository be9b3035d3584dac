import type { Deliver } from './delivery.js'

/**
 * The real thing. Redirects are not followed. In a page the answer of another origin can't be read, and redirects can't be
 * told apart: its status is 0.
 */
export const deliverByFetch: Deliver = async ({ url, ...request }, { signal }) => {
  const isPage = 'document' in globalThis
  const way: RequestInit = isPage ? { mode: 'no-cors' } : { redirect: 'manual' }
  const response = await fetch(url, { ...request, ...way, signal })
  // Let go of the body, or the connection stays busy.
  await response.body?.cancel()
  return { status: response.status }
}
