import { bind, get, unbind } from './model-binding.js'
import { leave, queue, raise } from './model-delivering.js'
import { live } from './model-life.js'
import {
  appOf,
  createState,
  dueOf,
  EVENTS,
  findUser,
  hasRoom,
  isLetIn,
  type ModelState,
  type ModelUser,
} from './model-state.js'
import { type Calling, type Observation, type Step, TOKEN_LIFETIME, type World } from './steps.js'

/** A portal as its rules describe it. */
export interface ModelPortal {
  take(step: Step): Observation
}

export function createModelPortal(world: World): ModelPortal {
  const state = createState(world)
  let steps = 0

  return {
    take(step) {
      const since = state.now
      const waited = new Set(state.deliveries.filter((one) => one.state === 'queued').map(({ id }) => id))
      const before = state.deliveries.length
      const reachedBefore = state.reached
      const answer = carryOut(state, step, String(++steps))
      leave(state, since)
      return {
        answer,
        handlers: state.handlers.map((handler) => ({ ...handler })),
        deliveries: state.deliveries
          .filter(({ id }) => waited.has(id) || id > before)
          .map((one) => ({
            ...{ id: one.id, state: one.state, reason: one.reason, got: one.got },
            at: one.state === 'queued' ? dueOf(state, one) : one.at,
          })),
        reached: state.reached - reachedBefore,
      }
    },
  }
}

function carryOut(state: ModelState, step: Step, number: string): unknown {
  switch (step.type) {
    case 'bind':
      return call(state, step, (user) => bind(state, user, step))
    case 'unbind':
      return call(state, step, (user) => unbind(state, user, step))
    case 'get':
      return call(state, step, (user) => get(state, user, step))
    case 'test':
      return call(state, step, ({ id: by }) => {
        const data = { QUERY: { step: number }, LANGUAGE_ID: 'en' }
        raise(state, 'ONAPPTEST', { by, data, app: step.app })
        return 1
      })
    case 'raise': {
      const event = step.event.toUpperCase()
      const isKnown = EVENTS.has(event) && (step.by === undefined || findUser(state, step.by))
      return isKnown ? raise(state, event, { ...step, by: step.by, data: { step: number } }) : 'RangeError'
    }
    case 'replay': {
      const replayed = state.deliveries[step.index % state.deliveries.length]
      return replayed ? queue(state, replayed.handler, replayed) : 'RangeError'
    }
    case 'useToken':
      return useToken(state, step.index)
    case 'renew':
      return renew(state, step)
    case 'refreshAuth':
      return refreshAuth(state, step)
    case 'updateUser':
      state.users = state.users.map((user) => (user.id === step.user ? { ...user, ...step.change } : user))
      return 'done'
    case 'setLoad':
      state.load = step.load
      return 'done'
    case 'advance':
      state.now += step.milliseconds
      return 'done'
    case 'finishByFrame':
      if (!isLetIn(state, step)) return 'NO_AUTH_FOUND'
      return live(state, { ...step, type: 'finishInstall', by: step.user })
    case 'restart':
      return 'done'
    default:
      return live(state, step)
  }
}

function call(state: ModelState, calling: Calling, run: (user: ModelUser) => unknown): unknown {
  const user = findUser(state, calling.user)
  if (!user || !isLetIn(state, calling)) return 'NO_AUTH_FOUND'
  const isHeard = calling.way === 'frame' || hasRoom(state, appOf(state, calling.app))
  return isHeard ? run(user) : 'QUERY_LIMIT_EXCEEDED'
}

function useToken(state: ModelState, index: number): unknown {
  const token = state.tokens[index % state.tokens.length]
  if (!token) return 'no token'
  if (state.now >= token.expiresAt + TOKEN_LIFETIME) return 'long expired'
  const app = appOf(state, token.app)
  if (app.installation !== token.installation || !isLetIn(state, token)) return 'NO_AUTH_FOUND'
  if (state.now >= token.expiresAt) return 'expired_token'
  return hasRoom(state, app) ? token.user : 'QUERY_LIMIT_EXCEEDED'
}

function refreshAuth(state: ModelState, { app, user }: { app: number; user: number }): unknown {
  if (!isLetIn(state, { app, user })) return 'NO_AUTH_FOUND'
  const { installation } = appOf(state, app)
  state.tokens.push({ app, user, installation, expiresAt: state.now + TOKEN_LIFETIME, refreshes: true })
  return 'done'
}

function renew(state: ModelState, { index, app }: { index: number; app: number }): unknown {
  const refreshing = state.tokens.filter(({ refreshes }) => refreshes)
  const token = refreshing[index % refreshing.length]
  if (!token) return 'no token'
  const { stage, installation } = appOf(state, app)
  const isAlive =
    stage !== 'uninstalled' && installation === token.installation && !state.usedTokens.has(token)
  if (token.app !== app || !isAlive || !isLetIn(state, token)) return 'invalid_grant'
  state.usedTokens.add(token)
  state.tokens.push({ ...token, expiresAt: state.now + TOKEN_LIFETIME })
  return token.user
}
