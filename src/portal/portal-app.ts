import type { AppHost } from './app-host.js'
import type { AppLife, LifeStepOptions } from './app-life.js'
import type { AppState } from './app-state.js'
import { createPortalHost } from './portal-host.js'
import type { PortalParts } from './portal-parts.js'
import type { RestService } from './rest-service.js'
import type { User } from './users.js'

/** One app in a portal. */
export interface PortalApp extends Readonly<Pick<AppState, 'id' | 'title' | 'url' | 'scopes' | 'version'>> {
  readonly installed: boolean
  /** The secret that each delivery carries, so that a handler knows who is calling. */
  readonly applicationToken: string
  /** A new access token that speaks for the app and a user. Throws a `RangeError` where there is no such user. */
  tokenFor(userId: User['id']): string
  /** What a frame asks of the portal, with that user having the app open. Throws a `RangeError` where there is no such user. */
  hostFor(userId: User['id']): AppHost
  /** Ends the installation: from now on events are delivered, `ONAPPINSTALL` first. */
  finishInstall(options?: LifeStepOptions): void
}

export interface AppServices {
  serve: RestService
  life: AppLife
}

export function createPortalApp(app: AppState, parts: PortalParts, services: AppServices): PortalApp {
  const { users, tokens } = parts
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
    tokenFor: (userId) => tokens.issue({ appId: app.id, userId: users.get(userId).id }).accessToken,
    hostFor: (userId) => createPortalHost(app, users.get(userId).id, { parts, ...services }),
    finishInstall: (options) => services.life.finishInstall(app, options),
  }
}
