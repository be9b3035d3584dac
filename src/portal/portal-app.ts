import type { Params } from '../protocol/message.js'
import type { RestReply } from '../protocol/rest.js'
import type { AppHost, InitData } from './app-host.js'
import type { AppState } from './app-state.js'
import type { TokenPair } from './tokens.js'
import type { User } from './users.js'

/** One app in a portal. */
export interface PortalApp {
  /** Its `client_id`. */
  readonly id: string
  readonly title: string
  readonly url: string
  readonly scopes: readonly string[]
  readonly version: string
  readonly installed: boolean
  /** The secret that each delivery carries, so that a handler knows who is calling. */
  readonly applicationToken: string
  /** A new access token that speaks for the app and a user. Throws a `RangeError` where there is no such user. */
  tokenFor(userId: User['id']): string
  /** What a frame asks of the portal, with that user having the app open. Throws a `RangeError` where there is no such user. */
  hostFor(userId: User['id']): AppHost
  /** Ends the installation: from now on events are delivered, `ONAPPINSTALL` first. */
  finishInstall(options?: FinishInstallOptions): void
}

export interface FinishInstallOptions {
  /** The acting user. Default: the first active administrator. */
  by?: User['id']
}

/** What an app needs of its portal. */
export interface AppPortal {
  readonly origin: string
  readonly language: string
  readonly memberId: string
  getUser(id: User['id']): User
  issueTokens(appId: string, userId: User['id']): TokenPair
  now(): number
  call(app: AppState, userId: User['id'], method: string, params: Params): RestReply
  finishInstall(app: AppState, by: User['id'] | undefined): void
}

export function createPortalApp(app: AppState, portal: AppPortal): PortalApp {
  return {
    get id() {
      return app.id
    },
    get title() {
      return app.title
    },
    get url() {
      return app.url
    },
    get scopes() {
      return app.scopes
    },
    get version() {
      return app.version
    },
    get installed() {
      return app.installed
    },
    get applicationToken() {
      return app.applicationToken
    },
    tokenFor: (userId) => portal.issueTokens(app.id, portal.getUser(userId).id).accessToken,
    hostFor: (userId) => createAppHost(app, portal, portal.getUser(userId).id),
    finishInstall: ({ by } = {}) => portal.finishInstall(app, by),
  }
}

function createAppHost(app: AppState, portal: AppPortal, userId: User['id']): AppHost {
  function authData() {
    const { accessToken, refreshToken, expiresAt } = portal.issueTokens(app.id, userId)
    const seconds = Math.floor((expiresAt - portal.now()) / 1000)
    return { AUTH_ID: accessToken, AUTH_EXPIRES: String(seconds), REFRESH_ID: refreshToken }
  }

  function initData(): InitData {
    const { host, protocol } = new URL(portal.origin)
    return {
      LANG: portal.language,
      DOMAIN: host,
      PROTOCOL: protocol === 'https:' ? 1 : 0,
      PATH: '/rest',
      ...authData(),
      MEMBER_ID: portal.memberId,
      FIRST_RUN: !app.introducedTo.has(userId),
      IS_ADMIN: portal.getUser(userId).admin,
      INSTALL: !app.installed,
      USER_OPTIONS: { ...app.userOptions.get(userId) },
      APP_OPTIONS: { ...app.appOptions },
      PLACEMENT: app.placement,
      PLACEMENT_OPTIONS: app.placementOptions,
    }
  }

  return {
    initData: async () => initData(),
    call: async (method, params) => portal.call(app, userId, method, params),
    refreshAuth: async () => authData(),
    async setOption({ kind, name, value }) {
      if (kind === 'install') app.introducedTo.add(userId)
      else if (kind === 'app') app.appOptions[name] = value
      else app.userOptions.set(userId, { ...app.userOptions.get(userId), [name]: value })
    },
    finishInstall: async () => portal.finishInstall(app, userId),
  }
}
