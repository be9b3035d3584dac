import { type Random, randomSecret } from './random.js'
import type { User } from './users.js'

export interface AppOptions {
  /** What users call it. */
  title: string
  /** Where it is opened. */
  url: string
  /** The permission scopes that this version asks for. Default: none. */
  scopes?: readonly string[]
  /** Default: `1.0.0`. */
  version?: string
  /** Whether its installation is finished. Default: true. */
  installed?: boolean
  /** Default: an unguessable one. */
  clientId?: string
  /** Where in the portal it is opened. Default: `DEFAULT`, the app's own page. */
  placement?: string
  /** What the portal tells about that place. Default: null. */
  placementOptions?: unknown
}

/** What a portal knows of one app. */
export interface AppState {
  /** The app's `client_id`. */
  readonly id: string
  readonly title: string
  /** Where the app is opened. */
  readonly url: string
  /** Scopes that this version asked for. */
  readonly scopes: readonly string[]
  readonly version: string
  /** Whether its installation is finished: nothing is delivered before. */
  installed: boolean
  readonly placement: string
  readonly placementOptions: unknown
  /** One secret per installation: by it a handler knows that the portal is calling. */
  readonly applicationToken: string
  /** The users whose first run of the app is over. */
  readonly introducedTo: Set<User['id']>
  readonly appOptions: Record<string, unknown>
  readonly userOptions: Map<User['id'], Record<string, unknown>>
}

/** Throws a `TypeError` where the URL is none that a page can be opened at. */
export function createAppState(options: AppOptions, random: Random): AppState {
  const { title, url, scopes = [], version = '1.0.0', installed = true, placement = 'DEFAULT' } = options
  if (!/^https?:/.test(url) || !URL.canParse(url))
    throw new TypeError(`url: expected an http(s) URL, not ${url}`)
  return {
    ...{ title, url, scopes, version, installed, placement },
    id: options.clientId ?? `local.${randomSecret(random)}`,
    placementOptions: options.placementOptions ?? null,
    applicationToken: randomSecret(random),
    introducedTo: new Set(),
    appOptions: {},
    userOptions: new Map(),
  }
}
