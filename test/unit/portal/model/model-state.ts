import { APPS, LIMITS, type SeenDelivery, START, USERS, type World } from './steps.js'

export type ModelUser = (typeof USERS)[number]
export type ModelApp = ReturnType<typeof createApp>
export type ModelState = ReturnType<typeof createState>

export interface ModelHandler {
  readonly id: number
  readonly app: number
  /** In upper case. */
  readonly event: string
  readonly url: string
  readonly authType: number
}

export interface ModelDelivery extends SeenDelivery {
  readonly handler: ModelHandler
  readonly by: number | undefined
  readonly data: unknown
  readonly raisedAt: number
  /** The installation that it tells the end of. */
  readonly farewellOf: number | undefined
}

export interface ModelToken {
  readonly app: number
  readonly installation: number
  readonly user: number
  readonly expiresAt: number
  readonly refreshes: boolean
}

/** The events of the sequences: the scope that each is in, and what its handlers get to call REST with. */
export const EVENTS: ReadonlyMap<string, { scope: string; tokens: '' | 'access' | 'access, refresh' }> =
  new Map([
    ['ONCRMDEALADD', { scope: 'crm', tokens: 'access' }],
    ['ONTASKADD', { scope: 'task', tokens: 'access' }],
    ['ONAPPTEST', { scope: 'basic', tokens: 'access' }],
    ['ONAPPINSTALL', { scope: 'basic', tokens: 'access, refresh' }],
    ['ONAPPUPDATE', { scope: 'basic', tokens: 'access, refresh' }],
    ['ONAPPUNINSTALL', { scope: 'basic', tokens: '' }],
  ])

const createApp = ({ scopes, installed }: { scopes: readonly string[]; installed: boolean }) => ({
  stage: installed ? 'installed' : 'installing',
  scopes,
  version: '1.0.0',
  /** The number of its installation, the first being 1. */
  installation: 1,
  /** How full its bucket of calls was, and when. */
  calls: 0,
  countedAt: START,
})

/** A portal with nothing but lists that are looked through. */
export function createState(world: World) {
  return {
    ...world,
    now: START,
    load: 0,
    users: [...USERS],
    apps: APPS.map(createApp),
    handlers: [] as ModelHandler[],
    lastHandlerId: 0,
    deliveries: [] as ModelDelivery[],
    tokens: [] as ModelToken[],
    usedTokens: new Set<ModelToken>(),
    reached: 0,
  }
}

export const findUser = ({ users }: ModelState, id: number | undefined) =>
  users.find((user) => user.id === id)

/** An app of the sequences. */
export const appOf = ({ apps }: ModelState, index: number) => apps[index] as ModelApp

/** Whether an app and its user may call REST. */
export function isLetIn(state: ModelState, { app, user }: { app: number; user: number }): boolean {
  const found = findUser(state, user)
  return appOf(state, app).stage !== 'uninstalled' && !!found?.active && found.access
}

/** A leaky bucket. */
export function hasRoom({ now }: ModelState, app: ModelApp): boolean {
  const leaked = ((now - app.countedAt) / 1000) * LIMITS.perSecond
  const calls = Math.max(0, app.calls - leaked) + 1
  if (calls > LIMITS.capacity) return false
  Object.assign(app, { calls, countedAt: now })
  return true
}

/** When a delivery that waits leaves. */
export const dueOf = ({ baseDelay, load }: ModelState, { raisedAt }: ModelDelivery) =>
  raisedAt + baseDelay * (1 + load)
