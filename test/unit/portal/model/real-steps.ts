import type { Params, Portal, PortalApp, RestReply } from 'bx24-events/portal'
import { type Calling, type Step, TOKEN_LIFETIME } from './steps.js'

/** Tokens that the portal has given away. */
export interface IssuedToken {
  readonly accessToken: string
  /** Empty: none came with it. */
  readonly refreshToken: string
  readonly issuedAt: number
}

export interface Engine {
  readonly portal: Portal
  readonly now: number
  /** In the order of issuing. */
  readonly tokens: IssuedToken[]
}

/** Takes a step, all but those of the clock, and answers as the model does. `number` is the step's own. */
export async function carryOut(engine: Engine, step: Step, number: string): Promise<unknown> {
  const { portal } = engine
  switch (step.type) {
    case 'bind':
    case 'unbind': {
      const { event, url: handler, authType: auth_type } = step
      return call(portal, step, `event.${step.type}`, { event, handler, auth_type })
    }
    case 'get':
      return call(portal, step, 'event.get')
    case 'test':
      return call(portal, step, 'event.test', { step: number })
    case 'raise': {
      const { event, by, app } = step
      const options = {
        ...(by === undefined ? {} : { by }),
        ...(app === undefined ? {} : { app: appOf(portal, app).id }),
      }
      return attempt(() => portal.raise(event, { ...options, data: { step: number } }).map(({ id }) => id))
    }
    case 'replay':
      return attempt(() => portal.replay((step.index % portal.deliveries().length) + 1).id)
    case 'useToken':
      return useToken(engine, step.index)
    case 'renew':
      return renew(engine, step)
    case 'refreshAuth':
      return attempt(() => refreshAuth(engine, step))
    case 'updateUser':
      portal.updateUser(step.user, step.change)
      return 'done'
    case 'setLoad':
      portal.setLoad(step.load)
      return 'done'
    case 'finishByFrame':
      return attempt(() => appOf(portal, step.app).hostFor(step.user).finishInstall())
    default:
      return attempt(() => live(portal, step))
  }
}

function live(portal: Portal, step: Step): void {
  if (step.type === 'finishInstall') appOf(portal, step.app).finishInstall({ by: step.by })
  if (step.type === 'update') appOf(portal, step.app).update(step.version, step)
  if (step.type === 'uninstall') appOf(portal, step.app).uninstall(step)
  if (step.type === 'install') appOf(portal, step.app).install(step)
}

/** An app of the sequences. */
function appOf(portal: Portal, index: number): PortalApp {
  return portal.apps()[index] as PortalApp
}

/** What it gives, `done` where that is nothing; the name or the code of what it throws. */
async function attempt(run: () => unknown): Promise<unknown> {
  try {
    return (await run()) ?? 'done'
  } catch (error) {
    const { name, code = name } = error as Error & { code?: string }
    return code
  }
}

async function call(portal: Portal, calling: Calling, method: string, params: Params = {}): Promise<unknown> {
  const app = appOf(portal, calling.app)
  if (calling.way === 'frame') return readAnswer(await app.hostFor(calling.user).call(method, params))
  return readAnswer(await portal.call(app.tokenFor(calling.user), method, params))
}

function readAnswer({ answer }: RestReply): unknown {
  if (!('error' in answer)) return answer.result
  return 'argument' in answer ? `${answer.error} ${answer.argument}` : answer.error
}

async function useToken({ portal, now, tokens }: Engine, index: number): Promise<unknown> {
  const token = tokens[index % tokens.length]
  if (!token) return 'no token'
  // From some time on a portal does not tell an expired token from a wrong one.
  if (now >= token.issuedAt + 2 * TOKEN_LIFETIME) return 'long expired'
  const answer = readAnswer(await portal.call(token.accessToken, 'user.current'))
  return typeof answer === 'string' ? answer : Number((answer as { ID: string }).ID)
}

async function refreshAuth(engine: Engine, { app, user }: { app: number; user: number }): Promise<void> {
  const { portal, now, tokens } = engine
  const { AUTH_ID, REFRESH_ID } = await appOf(portal, app).hostFor(user).refreshAuth()
  tokens.push({ accessToken: AUTH_ID, refreshToken: REFRESH_ID, issuedAt: now })
}

async function renew(engine: Engine, { index, app }: { index: number; app: number }): Promise<unknown> {
  const { portal, now, tokens } = engine
  const refreshing = tokens.filter(({ refreshToken }) => refreshToken !== '')
  const token = refreshing[index % refreshing.length]
  if (!token) return 'no token'
  const { id: client_id, clientSecret: client_secret } = appOf(portal, app)
  const params = { grant_type: 'refresh_token', client_id, client_secret, refresh_token: token.refreshToken }
  const { answer } = await portal.renewTokens(params)
  if (!('access_token' in answer)) return answer.error
  tokens.push({ accessToken: answer.access_token, refreshToken: answer.refresh_token, issuedAt: now })
  return answer.user_id
}
