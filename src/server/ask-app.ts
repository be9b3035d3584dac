import { describeRefusedPort } from '../portal/refused-port.js'
import { OWN_ADDRESS } from './address.js'
import { findFramingHeader } from './framing.js'
import type { Entrance } from './page-api.js'

/** How an app is opened: by GET, by POST as in a live portal, or (`auto`) by POST where the app answers one. */
export type OpenWay = 'auto' | 'get' | 'post'

export interface AskAppOptions {
  /** Where the app is opened. */
  url: string
  open: OpenWay
  portalOrigin: string
  fetch: typeof fetch
  signal: AbortSignal
}

/** How the app can be opened, and what a developer should know of that, a sentence each. */
export interface AppAnswer {
  entrance: Exclude<Entrance, { state: 'asking' }>
  notes: string[]
}

/** Milliseconds. A dev server may build the page first. */
const LONGEST_ANSWER = 15_000

/** What a server says that has no such page, or none by POST. */
const TAKES_NO_POST = [404, 405, 501]

/** What leads elsewhere, and of that what is to be asked there as here; all else by GET. */
const LEADS_ON = [301, 302, 303, 307, 308]
const KEEPS_METHOD = [307, 308]
/** As many as `fetch` follows. */
const MOST_LEADS = 20

/** Asks the app's address, once with an empty POST, and where it has to be by GET. Never rejects. */
export async function askApp(options: AskAppOptions): Promise<AppAnswer> {
  const { url, open, portalOrigin } = options
  const way = { at: url }
  try {
    const first = await ask(options, open === 'get' ? 'get' : 'post', way)
    const isRefused = open === 'auto' && TAKES_NO_POST.includes(first.status)
    const answer = isRefused ? await ask(options, 'get', way) : first
    const header = findFramingHeader({ headers: answer.headers, url: way.at }, portalOrigin)
    if (header !== undefined) return closed(describeFraming(way.at, header, portalOrigin))
    return {
      entrance: { state: 'open', way: isRefused || open === 'get' ? 'get' : 'post' },
      notes: [
        ...(isRefused ? [describeRefusedPost(url, first.status)] : []),
        ...(answer.status === 404 ? [`${way.at} is answered 404: is there a page?`] : []),
        ...describeOtherOrigin(url, way.at),
      ],
    }
  } catch (error) {
    const reason = describeFailure(error, { url, at: way.at })
    if (open === 'auto') return closed(reason)
    // Who has said how may know better: a browser reaches other places than a server in a container does.
    return { entrance: { state: 'open', way: open }, notes: [`${reason} It is opened all the same.`] }
  }
}

/** Goes where it is led to, step by step: `fetch` says nothing of where it failed. `way.at` is where it is. */
async function ask(options: AskAppOptions, first: 'get' | 'post', way: { at: string }): Promise<Response> {
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(LONGEST_ANSWER)])
  let method = first
  way.at = options.url
  for (let leads = 0; leads <= MOST_LEADS; leads++) {
    const response = await options.fetch(way.at, {
      method: method.toUpperCase(),
      headers: { accept: 'text/html' },
      ...(method === 'post' ? { body: new URLSearchParams() } : {}),
      redirect: 'manual',
      signal,
    })
    // Let go of the body, or the connection stays busy.
    await response.body?.cancel()
    const location = response.headers.get('location')
    if (location === null || !LEADS_ON.includes(response.status)) return response
    if (!KEEPS_METHOD.includes(response.status)) method = 'get'
    way.at = new URL(location, way.at).href
  }
  throw new Error(`it leads on and on, ${MOST_LEADS} times`)
}

function closed(reason: string): AppAnswer {
  return { entrance: { state: 'closed', reason, at: Date.now() }, notes: [reason] }
}

function describeFraming(url: string, header: string, portalOrigin: string): string {
  const remedy = `Let it answer without that, or with frame-ancestors ${portalOrigin}`
  return `The app at ${url} forbids this page to frame it, by its header ${header}. ${remedy}, and try again.`
}

function describeRefusedPost(url: string, status: number): string {
  return `A POST to ${url} is answered ${status}, so the app is opened by GET. A live portal opens it by POST.`
}

function describeOtherOrigin(url: string, answeredAt: string): string[] {
  const { origin } = new URL(answeredAt)
  if (origin === new URL(url).origin) return []
  return [`${url} leads to ${origin}, whose messages the portal does not take: open the app there instead.`]
}

/** What went wrong, and what to do about it. `at`: where the app's address has led to. */
function describeFailure(error: unknown, { url, at }: { url: string; at: string }): string {
  if (at === url) return `The app can't be reached at ${url}: ${describe(error, url)}`
  return `The app at ${url} leads to ${at}: ${describe(error, at, 'Let the app lead to')}`
}

function describe(error: unknown, url: string, remedy = 'Open the app as'): string {
  const cause: unknown = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (!(cause instanceof Error)) return String(cause)
  if (cause.name === 'TimeoutError')
    return `it has not answered within ${LONGEST_ANSWER / 1000} s. Try again once it does.`
  const refusedPort = describeRefusedPort(error, url)
  if (refusedPort !== undefined) return refusedPort
  const code = 'code' in cause ? String(cause.code) : ''
  if (code === 'ECONNREFUSED')
    return `nothing listens there. Start it, then try again.${describeLocalhost(url)}`
  if (code === 'ENOTFOUND') return 'there is no host of that name.'
  if (/CERT|SIGNATURE/.test(code))
    return `Node does not trust its certificate (${code}). Start the portal with NODE_EXTRA_CA_CERTS=<file of its authority>.`
  // Versions of Node have different codes for it, and the words of OpenSSL.
  if (/wrong.version.number/i.test(`${code} ${cause.message}`))
    return `what listens there answers http, not https. ${remedy} ${url.replace(/^https/i, 'http')} instead.`
  if (/^ERR_SSL|^EPROTO/.test(code)) return `it and Node can't agree on https (${code}).`
  return `${cause.message || code || cause.name}.`
}

/** Many a dev server listens on `localhost`, which may be `::1` and nothing else. */
function describeLocalhost(url: string): string {
  if (new URL(url).hostname !== OWN_ADDRESS) return ''
  return ` One that listens on localhost may not answer here: let it listen on ${OWN_ADDRESS} (Vite: --host ${OWN_ADDRESS}).`
}
