import { createPortal, type Delivery, type Portal, type PortalOptions } from 'bx24-events/portal'
import { createFakeClock, type FakeClock } from '../../../support/fake-clock.js'
import { type ReadDelivery, readDelivery } from '../../../support/form.js'
import { addTestApp, PORTAL_ORIGIN } from '../../../support/test-portal.js'
import { carryOut, type IssuedToken } from './real-steps.js'
import {
  APPS,
  LIMITS,
  type Observation,
  type Received,
  type SeenDelivery,
  START,
  type Step,
  TOKEN_LIFETIME,
  USERS,
  type World,
} from './steps.js'

/** The engine, driven by the same steps as its model. */
export interface RealPortal {
  take(step: Step): Promise<Observation>
  /** Another portal, made of what this one says of its state, with a clock of its own that shows the same time. */
  fork(): RealPortal
  /** The engine as it is now: another one after a restart. */
  readonly portal: Portal
  readonly clock: FakeClock
}

/** What is known of a portal from outside. */
interface Outside {
  readonly world: World
  readonly clock: FakeClock
  /** Which installation of which app an application token is of. */
  readonly labels: Map<string, string>
  readonly tokens: IssuedToken[]
  steps: number
}

export function createRealPortal(world: World): RealPortal {
  const outside = { world, clock: createFakeClock(START), labels: new Map(), tokens: [], steps: 0 }
  const running = start(outside)
  for (const options of APPS) addTestApp(running.portal, options)
  return drive(outside, running)
}

function drive(outside: Outside, firstRunning: Running): RealPortal {
  const { clock, labels, tokens } = outside
  let running = firstRunning
  const ended = new Set<Delivery['id']>()
  labelInstallations(running.portal, labels)
  for (const { id, state } of running.portal.deliveries()) if (state !== 'queued') ended.add(id)

  async function carryOutAny(step: Step): Promise<unknown> {
    const number = String(++outside.steps)
    if (step.type === 'advance') await clock.advance(step.milliseconds)
    else if (step.type === 'restart') running = await restart(outside, running)
    else return carryOut({ portal: running.portal, now: clock.now(), tokens }, step, number)
    return 'done'
  }

  /** What has become of those that had not ended before. */
  function seeDeliveries(): SeenDelivery[] {
    const deliveries = running.portal.deliveries().filter(({ id }) => !ended.has(id))
    for (const { id, state } of deliveries) if (state !== 'queued') ended.add(id)
    return deliveries.map(({ id, state, reason, leavesAt, sentAt, request }) => {
      const seen = { id, state, reason, at: state === 'queued' ? leavesAt : sentAt }
      if (!request) return { ...seen, got: undefined }
      const read = readDelivery(request)
      keepTokens(read, sentAt ?? 0, tokens)
      return { ...seen, got: describe(request.url, read, labels) }
    })
  }

  return {
    async take(step) {
      const before = running
      const reachedBefore = before.reached()
      const answer = await carryOutAny(step)
      // Lets all leave that is due.
      await clock.advance(0)
      if (step.type === 'install') labelInstallations(running.portal, labels)
      const apps = running.portal.apps().map(({ id }) => id)
      return {
        answer,
        handlers: running.portal.handlers().map(({ id, appId, event, url, authType }) => {
          return { id, app: apps.indexOf(appId), event, url, authType }
        }),
        deliveries: seeDeliveries(),
        reached: running.reached() - (running === before ? reachedBefore : 0),
      }
    },
    fork() {
      const forked = {
        ...{ ...outside, clock: createFakeClock(clock.now()) },
        ...{ labels: new Map(labels), tokens: [...tokens] },
      }
      return drive(forked, start(forked, takeSnapshot(running.portal)))
    },
    get portal() {
      return running.portal
    },
    clock,
  }
}

interface Running {
  readonly portal: Portal
  /** How many requests have reached the handlers. */
  reached(): number
}

function start({ world, clock }: Outside, snapshot?: unknown): Running {
  let reached = 0
  const options: PortalOptions = {
    ...{ origin: PORTAL_ORIGIN, ...world, users: USERS, limits: LIMITS, tokenLifetime: TOKEN_LIFETIME },
    ...{ clock, snapshot },
    async deliver() {
      reached++
      return { status: 200 }
    },
  }
  return { portal: createPortal(options), reached: () => reached }
}

const takeSnapshot = (portal: Portal): unknown => JSON.parse(JSON.stringify(portal.snapshot()))

async function restart(outside: Outside, { portal }: Running): Promise<Running> {
  const snapshot = takeSnapshot(portal)
  await portal.close()
  return start(outside, snapshot)
}

function labelInstallations(portal: Portal, labels: Map<string, string>): void {
  for (const [index, { applicationToken }] of portal.apps().entries()) {
    const former = [...labels.values()].filter((label) => label.startsWith(`${index}.`))
    if (!labels.has(applicationToken)) labels.set(applicationToken, `${index}.${former.length + 1}`)
  }
}

function describe(url: string, read: ReadDelivery, labels: ReadonlyMap<string, string>): Received {
  const { event, event_handler_id, data, ts, auth } = read
  const { access_token, user_id, refresh_token, application_token = '' } = auth
  return {
    ...{ url, event, handlerId: Number(event_handler_id), data, ts: Number(ts) },
    ...{ user: access_token === undefined ? undefined : Number(user_id) },
    ...{ refreshes: refresh_token !== undefined, signedBy: labels.get(application_token) ?? 'nobody' },
  }
}

function keepTokens({ auth }: ReadDelivery, issuedAt: number, tokens: IssuedToken[]): void {
  const { access_token: accessToken, refresh_token: refreshToken = '' } = auth
  if (accessToken !== undefined) tokens.push({ accessToken, refreshToken, issuedAt })
}
