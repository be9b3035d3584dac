import { canHostHandlers } from '../portal/handler-host.js'
import { isLoopback, OWN_ADDRESS } from './address.js'

/** What is looked at. */
export interface AppPlace {
  /** Where the app is opened. */
  url: string
  /** Origins that stand in for others, by those. */
  forward?: Readonly<Record<string, string>> | undefined
}

/**
 * Why the app can't bind handlers of its own address, and what to do about it; `undefined`: it can, or it binds them at an origin that
 * is forwarded to its own.
 */
export function describeHandlerHost({ url, forward = {} }: AppPlace): string | undefined {
  const { hostname, origin } = new URL(url)
  if (canHostHandlers(hostname) || Object.values(forward).some((to) => isOrigin(to, origin))) return undefined
  const refusal = `The portal refuses handlers at ${hostname}, as live ones do`
  if (!isLoopback(hostname)) return `${refusal}: open the app at a host with a dot in its name.`
  return `${refusal}: open the app as ${writeAtOwnAddress(url)}, and let it listen there (Vite: --host ${OWN_ADDRESS}).`
}

function isOrigin(text: string, origin: string): boolean {
  return URL.canParse(text) && new URL(text).origin === origin
}

function writeAtOwnAddress(url: string): string {
  const moved = new URL(url)
  moved.hostname = OWN_ADDRESS
  return moved.href
}
