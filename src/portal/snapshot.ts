import * as v from 'valibot'
import type { SavedApp } from './app-state.js'
import type { SavedDeliveries } from './delivery/dispatch.js'
import type { SavedHandlers } from './handlers.js'
import {
  atLeastOne,
  fromZero,
  httpUrl,
  jsonRecord,
  list,
  name,
  ordinal,
  ordinalOrZero,
  parse,
  plainJson,
  scopes,
} from './parse.js'
import type { SavedWebhook } from './rest/callers.js'
import type { Bucket } from './rest/limiter.js'
import type { RuleSet } from './rules.js'
import { checkReferences } from './snapshot-references.js'
import type { SavedTokens } from './tokens.js'
import type { User } from './users.js'

/** The form of snapshots that this version writes and reads. */
const VERSION = 1

const WARNING = 'This holds tokens and secrets that work: keep it as you would keep a password.'

/** The whole state of a portal, as plain JSON. It holds tokens and secrets, so that the apps of a restarted portal go on. */
export interface PortalSnapshot {
  /** The form that it is in. */
  readonly version: typeof VERSION
  /** What a person who finds it should know. */
  readonly warning: typeof WARNING
  readonly rules: RuleSet
  readonly language: string
  readonly memberId: string
  readonly load: number
  readonly users: readonly User[]
  readonly apps: readonly SavedApp[]
  readonly handlers: SavedHandlers
  readonly tokens: SavedTokens
  readonly webhooks: readonly SavedWebhook[]
  readonly deliveries: SavedDeliveries
  /** How many calls of REST count against each caller's limit. */
  readonly calls: readonly (readonly [caller: string, bucket: Bucket])[]
}

/** How much of a portal's state is wanted. */
export interface SnapshotOptions {
  /**
   * Only so many deliveries, from 1 up: the newest, and all from the first that has not ended, so that none is lost that waits.
   * Default: all.
   */
  newestDeliveries?: number
  /**
   * Only those of them whose data and requests take about so many characters of JSON together, from 1 up: the newest, and one at least.
   * Default: all.
   */
  newestCharacters?: number
}

const user = v.object({
  id: ordinal,
  name: v.string(),
  admin: v.boolean(),
  active: v.boolean(),
  access: v.boolean(),
  scopes: v.optional(scopes),
})

const app = v.object({
  id: name,
  clientSecret: v.string(),
  title: v.string(),
  url: httpUrl,
  installUrl: v.optional(httpUrl),
  placement: v.string(),
  placementOptions: plainJson,
  stage: v.picklist(['installing', 'installed', 'uninstalled']),
  version: v.string(),
  scopes,
  applicationToken: v.string(),
  introducedTo: list(ordinal),
  appOptions: jsonRecord,
  userOptions: list(v.tuple([ordinal, jsonRecord])),
})

const handler = v.object({
  id: ordinal,
  appId: v.string(),
  event: v.string(),
  url: httpUrl,
  authType: ordinalOrZero,
  boundAt: v.number(),
})

const request = v.object({
  url: httpUrl,
  method: v.literal('POST'),
  headers: v.record(v.string(), v.string()),
  body: v.string(),
})

const delivery = v.object({
  id: ordinal,
  handlerId: ordinal,
  appId: v.string(),
  event: v.string(),
  url: httpUrl,
  authType: ordinalOrZero,
  by: v.optional(ordinal),
  data: plainJson,
  forged: v.boolean(),
  replayOf: v.optional(ordinal),
  raisedAt: v.number(),
  state: v.picklist(['queued', 'sent', 'answered', 'failed', 'skipped']),
  sentAt: v.optional(v.number()),
  duration: v.optional(v.number()),
  status: v.optional(v.number()),
  reason: v.optional(v.string()),
  fault: v.optional(v.picklist(['slow', 'down', 'failing'])),
  request: v.optional(request),
})

const grant = { appId: v.string(), userId: ordinal }

const snapshotSchema: v.GenericSchema<unknown, PortalSnapshot> = v.object({
  version: v.literal(VERSION),
  warning: v.literal(WARNING),
  rules: v.picklist(['documented', 'current']),
  language: v.string(),
  memberId: v.string(),
  load: fromZero,
  users: list(user),
  apps: list(app),
  handlers: v.object({ lastId: ordinalOrZero, all: list(handler) }),
  tokens: v.object({
    access: list(v.object({ ...grant, accessToken: name, expiresAt: v.number() })),
    refresh: list(v.object({ ...grant, refreshToken: name, expiresAt: v.number() })),
  }),
  webhooks: list(v.object({ key: name, userId: ordinal, scopes })),
  deliveries: v.object({
    all: list(delivery),
    /** What farewells are signed with, by the number of the delivery. */
    farewells: list(v.tuple([ordinal, v.string()])),
    /** How slow handlers are spaced out, by the number of the handler. */
    paces: list(v.tuple([ordinal, v.object({ interval: fromZero, notBefore: v.number() })])),
  }),
  calls: list(v.tuple([v.string(), v.object({ level: fromZero, at: v.number() })])),
})

/** Throws a `TypeError` where one is no whole number from 1 up. */
export function readSnapshotOptions(options: SnapshotOptions): Required<SnapshotOptions> {
  const read = (name: keyof SnapshotOptions) =>
    parse(atLeastOne, options[name] ?? Number.POSITIVE_INFINITY, name)
  return { newestDeliveries: read('newestDeliveries'), newestCharacters: read('newestCharacters') }
}

/** A copy of a portal's state: what is done to it changes no portal. */
export function markSnapshot(state: Omit<PortalSnapshot, 'version' | 'warning'>): PortalSnapshot {
  return structuredClone({ version: VERSION, warning: WARNING, ...state })
}

/** Reads a snapshot, whoever wrote it. Throws a `TypeError` that says where it is none. */
export function readSnapshot(value: unknown): PortalSnapshot {
  const snapshot = parse(snapshotSchema, value, 'snapshot')
  checkReferences(snapshot)
  return snapshot
}
