/** Where a frame stands, as its portal's page writes it into the frame's name: `DOMAIN|PROTOCOL|APP_SID`. */
export interface FramePlace {
  /** The portal's origin, such as `https://example.bitrix24.com`. */
  origin: string
  /** The id of this opening of the app. */
  appSid: string
}

// A domain that brings a path, a user or anything else along is no domain.
const FRAME_NAME = /^([\w.:[\]-]+)\|([01])\|([^|]+)$/

/** The name for a frame, to be set before the element is put into the document. */
export function writeFrameName({ origin, appSid }: FramePlace): string {
  const { host, protocol } = new URL(origin)
  return `${host}|${protocol === 'https:' ? 1 : 0}|${appSid}`
}

/** Reads a frame's name. `undefined` where it is none that a portal gives. */
export function parseFrameName(name: string): FramePlace | undefined {
  const [, domain = '', protocol, appSid = ''] = FRAME_NAME.exec(name) ?? []
  const scheme = protocol === '1' ? 'https' : 'http'
  try {
    return { origin: new URL(`${scheme}://${domain.replace(/:(80|443)$/, '')}`).origin, appSid }
  } catch {
    return undefined
  }
}

/** Reads the query of an app's URL, where portals write the same three facts: for a frame whose name was lost. */
export function parseFrameQuery(search: string): FramePlace | undefined {
  const query = new URLSearchParams(search)
  return parseFrameName(['DOMAIN', 'PROTOCOL', 'APP_SID'].map((key) => query.get(key)).join('|'))
}
