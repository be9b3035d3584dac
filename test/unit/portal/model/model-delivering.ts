import {
  appOf,
  dueOf,
  EVENTS,
  findUser,
  type ModelDelivery,
  type ModelHandler,
  type ModelState,
} from './model-state.js'
import { TOKEN_LIFETIME } from './steps.js'

/** Puts a delivery to a handler in line, and answers with its number. */
export function queue(
  state: ModelState,
  handler: ModelHandler,
  { by, data, farewellOf }: Pick<ModelDelivery, 'by' | 'data' | 'farewellOf'>,
): number {
  const id = state.deliveries.length + 1
  const waiting = { state: 'queued', at: undefined, reason: undefined, got: undefined }
  state.deliveries.push({ id, handler, by, data, farewellOf, raisedAt: state.now, ...waiting })
  return id
}

/** Lets an event happen: a delivery for each handler of it, of all apps or of one. */
export function raise(
  state: ModelState,
  event: string,
  what: { by: number | undefined; data: unknown; app?: number | undefined },
): number[] {
  const { by, data, app } = what
  return state.handlers
    .filter((one) => one.event === event && (app === undefined || one.app === app))
    .map((handler) => queue(state, handler, { by, data, farewellOf: undefined }))
}

/** Lets what is due leave; `since` is the time of the step before. */
export function leave(state: ModelState, since: number): void {
  state.deliveries = state.deliveries.map((delivery) => {
    const due = dueOf(state, delivery)
    if (delivery.state !== 'queued' || due > state.now) return delivery
    const reason = whyNotCalled(state, delivery)
    if (reason !== undefined) return { ...delivery, state: 'skipped', reason }
    state.reached++
    return send(state, delivery, Math.max(due, since))
  })
}

function whyNotCalled(state: ModelState, { handler, by, farewellOf }: ModelDelivery): string | undefined {
  if (farewellOf !== undefined) return undefined
  if (!state.handlers.includes(handler)) return 'handler removed'
  const app = appOf(state, handler.app)
  if (app.stage !== 'installed') return 'installation not finished'
  const scope = EVENTS.get(handler.event)?.scope ?? ''
  if (!['basic', ...app.scopes].includes(scope)) return `the app has no scope ${scope}`
  const user = findUser(state, handler.authType || by)
  if (!user) return undefined
  if (!user.active) return `user ${user.id} is inactive`
  if (!user.access) return `the app is not open to user ${user.id}`
  const isAllowed = !user.scopes || ['basic', ...user.scopes].includes(scope)
  return isAllowed ? undefined : `user ${user.id} has no rights in ${scope}`
}

function send(state: ModelState, delivery: ModelDelivery, at: number): ModelDelivery {
  const { handler, by, data, farewellOf } = delivery
  const { stage, installation } = appOf(state, handler.app)
  const tokens = EVENTS.get(handler.event)?.tokens ?? ''
  const signedBy = farewellOf ?? installation
  // With an installation its tokens die.
  const isOver = stage === 'uninstalled' || signedBy !== installation
  const user = tokens === '' || isOver ? undefined : handler.authType || by
  const refreshes = user !== undefined && tokens === 'access, refresh'
  if (user !== undefined) {
    const expiresAt = at + TOKEN_LIFETIME
    state.tokens.push({ app: handler.app, installation, user, expiresAt, refreshes })
  }
  const got = {
    ...{ url: handler.url, event: handler.event, handlerId: handler.id, data },
    ...{ ts: Math.floor(at / 1000), user, refreshes, signedBy: `${handler.app}.${signedBy}` },
  }
  return { ...delivery, state: 'answered', at, got }
}
