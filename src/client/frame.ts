import { type FramePlace, parseFrameName, parseFrameQuery } from '../protocol/frame-name.js'
import { BX24Error } from './error.js'

/** The part of `Window` that the client uses, so that a test can hand it another one. */
export interface AppWindow {
  readonly name: string
  readonly parent: { postMessage(message: string, targetOrigin: string, transfer?: MessagePort[]): void }
  readonly location: { readonly search: string; readonly ancestorOrigins?: ArrayLike<string> }
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void
  removeEventListener(type: 'message', listener: (event: MessageEvent) => void): void
}

/** The window of an app, and where it stands. */
export interface Frame extends FramePlace {
  readonly window: AppWindow
}

/**
 * The portals that a client may talk to: exact origins, such as `https://example.bitrix24.com`, without a path; or a function that
 * answers `true` to those. Any other answer of it, a promise too, lets nobody in.
 */
export type AllowedPortals = readonly string[] | ((origin: string) => boolean)

/** By default in the window that the library is loaded in, as it is now: nothing runs at import. There may be none at all. */
export function findFrame(window = globalThis.window as AppWindow | undefined): Frame | undefined {
  // Elsewhere than in browsers, what is called `window` may be anything.
  if (!window?.parent || window.parent === (window as unknown)) return undefined
  const place = parseFrameName(String(window.name)) ?? parseFrameQuery(window.location?.search)
  return place && { window, ...place }
}

/** Throws where the portal around a frame is none that the app talks to. */
export function expectAllowed({ origin, window }: Frame, allowedPortals: AllowedPortals): void {
  const embedder = window.location.ancestorOrigins?.[0] ?? origin
  let isAllowed: unknown
  let cause: unknown
  try {
    isAllowed =
      typeof allowedPortals === 'function' ? allowedPortals(origin) : [...allowedPortals].includes(origin)
  } catch (reason) {
    cause = reason
  }
  // Anything but true, such as a promise, lets nobody in.
  if (isAllowed !== true) {
    throw new BX24Error('PORTAL_NOT_ALLOWED', `allowedPortals has no ${origin}`, { cause })
  }
  if (embedder !== origin)
    throw new BX24Error('PORTAL_NOT_ALLOWED', `In a page of ${embedder}, not ${origin}`)
}
