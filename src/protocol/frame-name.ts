/** Where a frame stands, as its portal's page writes it into the frame's name: `DOMAIN|PROTOCOL|APP_SID`. */
export interface FramePlace {
  /** The portal's origin, such as `https://example.bitrix24.com`. */
  origin: string
  /** The id of this opening of the app. */
  appSid: string
}

/** What a portal is reached by, as a frame's name says it. */
const SCHEMES: ReadonlyMap<string, string> = new Map([
  ['0', 'http:'],
  ['1', 'https:'],
])

/** An origin as portals write it for apps. */
export function splitOrigin(origin: string): { domain: string; protocol: 0 | 1 } {
  const { host, protocol } = new URL(origin)
  return { domain: host, protocol: protocol === 'https:' ? 1 : 0 }
}

/** The name for a frame, to be set before the element is put into the document. */
export function writeFrameName({ origin, appSid }: FramePlace): string {
  const { domain, protocol } = splitOrigin(origin)
  return `${domain}|${protocol}|${appSid}`
}

/** Reads a frame's name. `undefined` where it is none that a portal gives. */
export function parseFrameName(name: string): FramePlace | undefined {
  const [domain = '', scheme = '', appSid, more] = name.split('|')
  if (!appSid || more !== undefined) return undefined
  try {
    // No regular expression here: in a fresh page, to make the first one takes as long as all the rest of this.
    const url = new URL(`${SCHEMES.get(scheme)}//${domain}`)
    if (['80', '443'].includes(url.port)) url.port = ''
    // A domain that brings a path, a user or anything else along is no domain.
    const isHost = ['', ':80', ':443'].some((port) => url.host + port === domain.toLowerCase())
    return isHost ? { origin: url.origin, appSid } : undefined
  } catch {
    return undefined
  }
}

/** Reads the query of an app's URL, where portals write the same three facts: for a frame whose name was lost. */
export function parseFrameQuery(search: string): FramePlace | undefined {
  const query = new URLSearchParams(search)
  return parseFrameName(['DOMAIN', 'PROTOCOL', 'APP_SID'].map((key) => query.get(key)).join('|'))
}
