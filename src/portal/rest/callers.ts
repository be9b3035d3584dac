import type { AppState } from '../app-state.js'
import { parse, scopes as scopesSchema } from '../parse.js'
import type { PortalParts } from '../portal-parts.js'
import { randomSecret } from '../random.js'
import type { User } from '../users.js'
import type { Caller } from './caller.js'
import { RestError } from './rest-error.js'

/** A user's key for calling REST without an app: `/rest/<userId>/<key>/<method>`. */
export interface Webhook {
  /** As whom it calls. */
  readonly userId: User['id']
  /** The secret in its URL. */
  readonly key: string
  /** What the method's name is put behind. */
  readonly url: string
}

/** What a call of REST shows of its caller: an access token, or a webhook. */
export type Authorization = string | Pick<Webhook, 'userId' | 'key'>

/** Who may call, and how they are known. */
export interface Callers {
  webhookFor(userId: User['id'], scopes: readonly string[]): Webhook
  /** Throws a `RestError` where the authorization is not good. */
  find(authorization: Authorization): Caller
  /** The user who has the app open. Throws a `RestError` where neither may be there any more. */
  findByFrame(app: AppState, userId: User['id']): Caller
  /** Whose authorization it is, be it good or not; `undefined`: nobody's. */
  userOf(authorization: Authorization): User['id'] | undefined
  save(): SavedWebhook[]
}

export interface SavedWebhook {
  readonly key: string
  readonly userId: User['id']
  readonly scopes: readonly string[]
}

export function createCallers(parts: PortalParts, saved: readonly SavedWebhook[] = []): Callers {
  const { origin, clock, random, apps, users, tokens, limiter } = parts
  const webhooks = new Map(saved.map((webhook) => [webhook.key, webhook]))

  function findByApp(app: AppState | undefined, userId: User['id'], isCounted: boolean): Caller {
    const user = users.find(userId)
    if (!app || app.stage === 'uninstalled' || !user?.active || !user.access) throw unauthorized()
    return { user, app, scopes: app.scopes, countedAs: isCounted ? app.id : undefined }
  }

  function findByToken(accessToken: string): Caller {
    const token = tokens.find(accessToken)
    if (!token) throw unauthorized()
    const caller = findByApp(apps.get(token.appId), token.userId, true)
    if (token.expiresAt > clock.now()) return caller
    throw new RestError(401, 'expired_token', 'The access token provided has expired')
  }

  function findByWebhook({ userId, key }: Pick<Webhook, 'userId' | 'key'>): Caller {
    const webhook = webhooks.get(key)
    const user = users.find(userId)
    if (webhook?.userId !== userId || !user?.active) throw unauthorized()
    return { user, app: undefined, scopes: webhook.scopes, countedAs: key }
  }

  return {
    webhookFor(userId, scopes) {
      const key = randomSecret(random)
      const webhook = { key, userId: users.get(userId).id, scopes: parse(scopesSchema, scopes, 'scopes') }
      webhooks.set(key, webhook)
      return { userId, key, url: `${origin}/rest/${userId}/${key}/` }
    },
    find: (authorization) =>
      typeof authorization === 'string' ? findByToken(authorization) : findByWebhook({ ...authorization }),
    findByFrame: (app, userId) => findByApp(app, userId, limiter.countsPage),
    userOf(authorization) {
      if (typeof authorization === 'string') return tokens.find(authorization)?.userId
      const { userId, key } = { ...authorization }
      return webhooks.get(key)?.userId === userId ? userId : undefined
    },
    save: () => [...webhooks.values()],
  }
}

function unauthorized(): RestError {
  return new RestError(401, 'NO_AUTH_FOUND', 'Wrong authorization data')
}
