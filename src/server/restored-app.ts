import type { AppOptions } from '../portal/app-state.js'
import { toPlainJson } from '../portal/parse.js'
import type { Portal } from '../portal/portal.js'
import type { PortalApp } from '../portal/portal-app.js'
import type { PortalSnapshot } from '../portal/snapshot.js'
import { isRecord } from '../protocol/message.js'
import type { StartPortalOptions } from './start-portal.js'

/**
 * A kept state, with its app where and as it is opened now: an app moves from port to port, and goes on being the same.
 * Throws an `Error` where another app is asked for.
 */
export function withAppOptions(snapshot: PortalSnapshot, options: AppOptions): PortalSnapshot {
  const [app, ...others] = snapshot.apps
  if (!app) return snapshot
  const { clientId, title, url, installUrl, placement, placementOptions } = options
  if (clientId !== undefined && clientId !== app.id)
    throw new Error(
      `state: it is that of the app ${app.id}, not of ${clientId}: name another file for that one.`,
    )
  const { installUrl: _, ...kept } = app
  const moved = {
    ...kept,
    ...{ title, url },
    ...(installUrl === undefined ? {} : { installUrl }),
    ...(placement === undefined ? {} : { placement }),
    ...(placementOptions === undefined
      ? {}
      : { placementOptions: toPlainJson(placementOptions, 'app.placementOptions') }),
  }
  return { ...snapshot, apps: [moved, ...others] }
}

/** What the kept state wins over, in words that are right for an option as for a flag. */
export function findOverruled(options: StartPortalOptions, portal: Portal, app: PortalApp): string[] {
  const { scopes, version, installed, clientSecret } = options.app
  const pairs: [what: string, given: unknown, kept: unknown][] = [
    ['the rules', options.rules, portal.rules],
    ['the language', options.language, portal.language],
    ['the load', options.load, portal.load],
    ['the users', options.users, portal.users()],
    ["the app's scopes", scopes, app.scopes],
    ["the app's version", version, app.version],
    ["the app's installation", installed, app.installed],
    ["the app's client_secret", clientSecret, app.clientSecret],
  ]
  return pairs
    .filter(([, given, kept]) => given !== undefined && !isPartOf(given, kept))
    .map(([what]) => what)
}

/** Whether all that is given is kept so; what is not given counts for nothing. */
function isPartOf(given: unknown, kept: unknown): boolean {
  if (Array.isArray(given) && Array.isArray(kept))
    return given.length === kept.length && given.every((item, index) => isPartOf(item, kept[index]))
  if (isRecord(given) && isRecord(kept))
    return Object.entries(given).every(([name, value]) => value === undefined || isPartOf(value, kept[name]))
  return given === kept
}
