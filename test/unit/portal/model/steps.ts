import type { RuleSet, UserOptions } from 'bx24-events/portal'
import * as fc from 'fast-check'
import { ANNA, APP_ORIGIN, BORIS, CLARA } from '../../../support/test-portal.js'

/** What a sequence of steps starts from. */
export interface World {
  readonly rules: RuleSet
  readonly baseDelay: number
}

export const USERS: readonly Required<UserOptions>[] = [
  { id: ANNA, name: 'Anna', admin: true, active: true, access: true, scopes: undefined },
  { id: BORIS, name: 'Boris', admin: false, active: true, access: true, scopes: undefined },
  { id: CLARA, name: 'Clara', admin: true, active: true, access: true, scopes: undefined },
]

export const APPS = [
  { scopes: ['crm', 'task'], installed: true },
  { scopes: ['crm'], installed: false },
] as const

/** When all sequences begin, in milliseconds since 1970. */
export const START = Date.UTC(2026, 0, 1, 12)
/** How many calls an app may make. */
export const LIMITS = { capacity: 7, perSecond: 0.5 }
/** Milliseconds that an access token works. */
export const TOKEN_LIFETIME = 20_000

/** Who calls REST, for which app, and whether with a token or through a frame. */
export interface Calling {
  readonly app: number
  readonly user: number
  readonly way: 'token' | 'frame'
}

export interface Target {
  readonly event: string
  readonly url: string
  readonly authType: unknown
}

export interface LifeStep {
  readonly app: number
  readonly by: number | undefined
}

export interface UserChange {
  readonly admin?: boolean
  readonly active?: boolean
  readonly access?: boolean
  readonly scopes?: readonly string[] | undefined
}

/** One thing that happens to a portal. Numbers of deliveries and tokens are taken from those that there are. */
export type Step =
  | ({ readonly type: 'bind' | 'unbind' } & Calling & Target)
  | ({ readonly type: 'get' | 'test' } & Calling)
  | { readonly type: 'raise'; readonly event: string; readonly by?: number; readonly app?: number }
  | { readonly type: 'replay' | 'useToken'; readonly index: number }
  | { readonly type: 'renew'; readonly index: number; readonly app: number }
  | { readonly type: 'updateUser'; readonly user: number; readonly change: UserChange }
  | { readonly type: 'setLoad'; readonly load: number }
  | { readonly type: 'advance'; readonly milliseconds: number }
  | ({ readonly type: 'finishInstall' } & LifeStep)
  | { readonly type: 'finishByFrame' | 'refreshAuth'; readonly app: number; readonly user: number }
  | ({ readonly type: 'update'; readonly version: string; readonly scopes?: readonly string[] } & LifeStep)
  | ({ readonly type: 'uninstall'; readonly clean: boolean } & LifeStep)
  | { readonly type: 'install'; readonly app: number; readonly installed: boolean }
  | { readonly type: 'restart' }

/** What is seen of a portal after a step. */
export interface Observation {
  readonly answer: unknown
  readonly handlers: readonly unknown[]
  /** Those that waited before the step or came with it. */
  readonly deliveries: readonly SeenDelivery[]
  /** How many requests have reached the handlers. */
  readonly reached: number
}

export interface SeenDelivery {
  readonly id: number
  readonly state: string
  /** When it leaves, or when it was sent; `undefined`: it was skipped. */
  readonly at: number | undefined
  readonly reason: string | undefined
  /** What the handler reads; `undefined`: nothing was sent. */
  readonly got: Received | undefined
}

export interface Received {
  readonly url: string
  readonly event: string
  readonly handlerId: number
  readonly data: unknown
  readonly ts: number
  /** Whom its tokens speak for; `undefined`: it has none. */
  readonly user: number | undefined
  readonly refreshes: boolean
  /** Which installation of which app it is signed by. */
  readonly signedBy: string
}

/** The usual one, or, once in so many times, one of the others. */
function mostly<T>(often: number, usual: fc.Arbitrary<T>, others: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: often - 1, arbitrary: usual }, { weight: 1, arbitrary: others })
}

const app = mostly(4, fc.constant(0), fc.constant(1))
const user = fc.constantFrom(ANNA, BORIS, CLARA)
const calling = {
  app,
  user: mostly(2, fc.constant(ANNA), user),
  way: fc.constantFrom('token' as const, 'frame' as const),
}
const usualEvents = ['onCrmDealAdd', 'OnCrmDealAdd', 'ONTASKADD', 'onTaskAdd']
const lifeEvents = ['OnAppTest', 'OnAppInstall', 'OnAppUpdate', 'OnAppUninstall']
const goodUrls = [`${APP_ORIGIN}/one/`, `${APP_ORIGIN}/two/`]
const badUrls = ['', 'http://localhost/', 'ftp://app.example.com/']
const target = {
  event: mostly(15, fc.constantFrom(...usualEvents, ...lifeEvents), fc.constantFrom('', 'OnNothing')),
  url: mostly(15, fc.constantFrom(...goodUrls), fc.constantFrom(...badUrls)),
  authType: mostly<unknown>(
    2,
    fc.constant(undefined),
    fc.constantFrom(null, 0, '', 'x', ANNA, BORIS, String(BORIS), CLARA, 99),
  ),
}
const by = mostly<number | undefined>(4, fc.constant(undefined), fc.oneof(user, fc.constant(99)))
const scopes = mostly<readonly string[]>(
  2,
  fc.constant(['crm', 'task']),
  fc.constantFrom(['crm'], ['task'], []),
)
const index = fc.nat(1000)
const raisedEvent = mostly(
  6,
  fc.constantFrom('OnCrmDealAdd', 'onTaskAdd'),
  fc.constantFrom('OnAppUpdate', 'OnAppUninstall', 'OnAppInstall', 'OnNothing'),
)

function step<const T extends string, F extends object>(
  type: T,
  fields: { [K in keyof F]: fc.Arbitrary<F[K]> },
  optional: (keyof F)[] = [],
) {
  const requiredKeys = (Object.keys(fields) as (keyof F)[]).filter((key) => !optional.includes(key))
  return fc.record(fields, { requiredKeys }).map((values) => ({ type, ...values }))
}

const yes = mostly(3, fc.constant(true), fc.constant(false))
const change = fc.record(
  {
    admin: yes,
    active: yes,
    access: yes,
    scopes: fc.constantFrom(undefined, ['crm'], ['task'], []),
  },
  { requiredKeys: [] },
)

const anyBind = step('bind', { ...calling, ...target })

/** Any step, the usual ones more often. */
const anyStep = fc.oneof(
  { weight: 20, arbitrary: anyBind },
  { weight: 3, arbitrary: step('unbind', { ...calling, ...target }) },
  { weight: 2, arbitrary: step('get', calling) },
  { weight: 4, arbitrary: step('test', calling) },
  {
    weight: 25,
    arbitrary: step('raise', { event: raisedEvent, by: fc.oneof(user, by), app }, ['by', 'app']),
  },
  { weight: 4, arbitrary: step('replay', { index }) },
  { weight: 5, arbitrary: step('useToken', { index }) },
  { weight: 4, arbitrary: step('refreshAuth', { app, user }) },
  { weight: 7, arbitrary: step('renew', { index, app }) },
  { weight: 4, arbitrary: step('updateUser', { user, change }) },
  { weight: 3, arbitrary: step('setLoad', { load: fc.constantFrom(0, 0.5, 3) }) },
  { weight: 10, arbitrary: step('advance', { milliseconds: fc.constantFrom(1, 400, 1000, 2500, 7000) }) },
  { weight: 4, arbitrary: step('finishInstall', { app, by }) },
  { weight: 1, arbitrary: step('finishByFrame', { app, user }) },
  {
    weight: 2,
    arbitrary: step('update', { app, by, version: fc.constantFrom('2.0.0', '3.0.0'), scopes }, ['scopes']),
  },
  { weight: 1, arbitrary: step('uninstall', { app, by, clean: fc.boolean() }) },
  { weight: 3, arbitrary: step('install', { app, installed: fc.boolean() }) },
  { weight: 3, arbitrary: fc.constant({ type: 'restart' as const }) },
)

export const anyWorld: fc.Arbitrary<World> = fc.record({
  rules: fc.constantFrom('documented', 'current'),
  baseDelay: fc.constantFrom(0, 1000),
})

/** Sequences of steps that begin with some bindings, since else there is little to see; `longest` is a number of steps. */
export function anySteps(longest: number): fc.Arbitrary<Step[]> {
  const bindings = fc.array(anyBind, { maxLength: 8, size: 'max' })
  const others = fc.array(anyStep, { maxLength: longest - 8, size: 'max' })
  return fc.tuple(bindings, others).map((parts) => parts.flat() as Step[])
}
