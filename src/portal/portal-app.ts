import type { AppHost } from './app-host.js'
import type { InstallOptions, LifeStepOptions, UninstallOptions, UpdateOptions } from './app-life.js'
import type { AppState } from './app-state.js'
import { type AppServices, createEngineAppHost } from './engine-app-host.js'
import type { User } from './users.js'

/** One app in a portal. */
export interface PortalApp
  extends Readonly<
    Pick<AppState, 'id' | 'clientSecret' | 'title' | 'url' | 'installUrl' | 'scopes' | 'version' | 'stage'>
  > {
  /** Whether its `stage` is `installed`. */
  readonly installed: boolean
  /** The secret that each delivery carries, so that a handler knows who is calling. */
  readonly applicationToken: string
  /**
   * A new access token that speaks for the app and a user. While the app is uninstalled, REST refuses it (`NO_AUTH_FOUND`).
   * Throws a `RangeError` where there is no such user.
   */
  tokenFor(userId: User['id']): string
  /** What a frame asks of the portal, with that user having the app open. Throws a `RangeError` where there is no such user. */
  hostFor(userId: User['id']): AppHost
  /** Ends the installation: from now on events are delivered, `ONAPPINSTALL` first. */
  finishInstall(options?: LifeStepOptions): void
  /**
   * Installs a new version. The handlers that there are hear `ONAPPUPDATE`; by the documented rules they are deleted then.
   * Throws a `RangeError` where the app is not installed, a `TypeError` where the version or the scopes are none.
   */
  update(version: string, options?: UpdateOptions): void
  /** The handlers hear `ONAPPUNINSTALL`; they and the tokens go. Throws a `RangeError` where the app is not installed. */
  uninstall(options?: UninstallOptions): void
  /** Installs it again after that, with another `applicationToken`. Throws a `RangeError` where it is installed. */
  install(options?: InstallOptions): void
}

export function createPortalApp(app: AppState, services: AppServices): PortalApp {
  const { life } = services
  const { users, tokens } = services.parts
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
    get installUrl() {
      return app.installUrl
    },
    get scopes() {
      return app.scopes
    },
    get version() {
      return app.version
    },
    get stage() {
      return app.stage
    },
    get installed() {
      return app.stage === 'installed'
    },
    get clientSecret() {
      return app.clientSecret
    },
    get applicationToken() {
      return app.applicationToken
    },
    tokenFor: (userId) => tokens.issue({ appId: app.id, userId: users.get(userId).id }).accessToken,
    hostFor: (userId) => createEngineAppHost(app, users.get(userId).id, services),
    finishInstall: (options) => life.finishInstall(app, options),
    update: (version, options) => life.update(app, version, options),
    uninstall: (options) => life.uninstall(app, options),
    install: (options) => life.install(app, options),
  }
}
