import { splitOrigin } from '../protocol/frame-name.js'
import type { AppHost, InitData, RenewedAuth } from './app-host.js'
import type { AppLife } from './app-life.js'
import { keepOptions, readOptions, requireAdministrator } from './app-options.js'
import type { AppState } from './app-state.js'
import { toPlainJson } from './parse.js'
import { secondsToLive } from './portal-fields.js'
import type { PortalParts } from './portal-parts.js'
import type { Callers } from './rest/callers.js'
import type { RestService } from './rest/rest-service.js'
import type { User } from './users.js'

/** What the engine answers an app with. */
export interface AppServices {
  parts: PortalParts
  serve: RestService
  callers: Callers
  life: AppLife
}

/** What a frame asks for an app, answered by the portal itself. */
export function createEngineAppHost(
  app: AppState,
  userId: User['id'],
  { parts, serve, callers, life }: AppServices,
): AppHost {
  const { origin, language, memberId, clock, tokens } = parts

  /** Throws where the app or the user may not be there any more. */
  const findCaller = () => callers.findByFrame(app, userId)

  function newAuth(): RenewedAuth {
    const now = clock.now()
    const pair = tokens.issuePair({ appId: app.id, userId })
    return {
      AUTH_ID: pair.accessToken,
      AUTH_EXPIRES: String(secondsToLive(pair, now)),
      REFRESH_ID: pair.refreshToken,
    }
  }

  function initData(): InitData {
    const { user } = findCaller()
    const { domain, protocol } = splitOrigin(origin)
    return {
      LANG: language,
      DOMAIN: domain,
      PROTOCOL: protocol,
      PATH: '/rest',
      ...newAuth(),
      MEMBER_ID: memberId,
      FIRST_RUN: !app.introducedTo.has(userId),
      IS_ADMIN: user.admin,
      INSTALL: app.stage === 'installing',
      USER_OPTIONS: readOptions(app, user),
      APP_OPTIONS: readOptions(app, 'app'),
      PLACEMENT: app.placement,
      PLACEMENT_OPTIONS: app.placementOptions,
    }
  }

  return {
    initData: async () => initData(),
    call: async (method, params) => serve(findCaller, method, params),
    async refreshAuth() {
      findCaller()
      return newAuth()
    },
    async setOption({ kind, name, value }) {
      const { user } = findCaller()
      if (kind === 'install') {
        app.introducedTo.add(userId)
        return { [name]: toPlainJson(value, name) }
      }
      if (kind === 'app') requireAdministrator(user)
      const owner = kind === 'app' ? kind : user
      keepOptions(app, owner, { [name]: value })
      return readOptions(app, owner)
    },
    async finishInstall() {
      findCaller()
      life.finishInstall(app, { by: userId })
    },
  }
}
