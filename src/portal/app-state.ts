import { appSchema } from './app-schema.js'
import { parse, toPlainJson } from './parse.js'
import { type Random, randomSecret } from './random.js'
import type { User } from './users.js'

/** An app as it is added to a portal. */
export interface AppOptions {
  /** What users call it. */
  title: string
  /** Where it is opened. */
  url: string
  /** Where it is opened while its installation is not finished. Default: `url`. */
  installUrl?: string
  /** The permission scopes that this version asks for. Default: none. */
  scopes?: readonly string[]
  /** Default: `1.0.0`. */
  version?: string
  /** Whether its installation is finished. Default: true. */
  installed?: boolean
  /** Default: an unguessable one. */
  clientId?: string
  /** Default: an unguessable one. */
  clientSecret?: string
  /** Where in the portal it is opened. Default: `DEFAULT`, the app's own page. */
  placement?: string
  /** What the portal tells about that place. Default: null. */
  placementOptions?: unknown
}

/** Where an app is in its life. While it is not `installed`, nothing is delivered to it. */
export type AppStage = 'installing' | 'installed' | 'uninstalled'

/** What a portal knows of one app. */
export interface AppState {
  /** The app's `client_id`. */
  readonly id: string
  /** Known to the app's back end, which renews its tokens with it. */
  readonly clientSecret: string
  /** What users call it. */
  readonly title: string
  /** Where the app is opened. */
  readonly url: string
  /** Where it is opened while its installation is not finished; absent: at `url` too. */
  readonly installUrl?: string | undefined
  readonly placement: string
  readonly placementOptions: unknown
  /** Where it is in its life. */
  stage: AppStage
  version: string
  /** Scopes that this version asked for. */
  scopes: readonly string[]
  /** One secret per installation: by it a handler knows that the portal is calling. */
  applicationToken: string
  /** The users whose first run of the app is over. */
  readonly introducedTo: Set<User['id']>
  appOptions: Readonly<Record<string, unknown>>
  readonly userOptions: Map<User['id'], Record<string, unknown>>
}

/** Throws a `TypeError` that says which option is wrong. Of what is given it keeps copies. */
export function createAppState(options: AppOptions, random: Random): AppState {
  const { title, url, scopes = [], version = '1.0.0', ...given } = parse(appSchema, options, 'app')
  const { installUrl, installed = true, placement = 'DEFAULT', clientId, clientSecret } = given
  return {
    title,
    url,
    ...(installUrl === undefined ? {} : { installUrl }),
    scopes,
    version,
    placement,
    placementOptions: toPlainJson(options.placementOptions, 'app.placementOptions'),
    stage: installed ? 'installed' : 'installing',
    id: clientId ?? `local.${randomSecret(random)}`,
    clientSecret: clientSecret ?? randomSecret(random),
    applicationToken: randomSecret(random),
    introducedTo: new Set(),
    appOptions: {},
    userOptions: new Map(),
  }
}

/** An app as plain JSON. */
export type SavedApp = Omit<AppState, 'introducedTo' | 'userOptions'> & {
  introducedTo: readonly User['id'][]
  userOptions: readonly [User['id'], Record<string, unknown>][]
}

export function saveApp(app: AppState): SavedApp {
  const { introducedTo, appOptions, userOptions, ...others } = app
  return {
    ...others,
    introducedTo: [...introducedTo],
    appOptions: { ...appOptions },
    userOptions: [...userOptions],
  }
}

export function restoreApp(saved: SavedApp): AppState {
  return {
    ...saved,
    introducedTo: new Set(saved.introducedTo),
    appOptions: { ...saved.appOptions },
    userOptions: new Map(saved.userOptions.map(([userId, options]) => [userId, { ...options }])),
  }
}
