import * as v from 'valibot'

/** The form of snapshots that this version writes and reads. */
const VERSION = 1

const WARNING = 'This holds tokens and secrets that work: keep it as you would keep a password.'

/** What was read is not changed: the parts of a portal take copies. */
const list = <T extends v.GenericSchema>(item: T) => v.pipe(v.array(item), v.readonly())

const user = v.object({
  id: v.number(),
  name: v.string(),
  admin: v.boolean(),
  active: v.boolean(),
  access: v.boolean(),
  scopes: v.optional(list(v.string())),
})

const app = v.object({
  id: v.string(),
  clientSecret: v.string(),
  title: v.string(),
  url: v.string(),
  placement: v.string(),
  placementOptions: v.unknown(),
  stage: v.picklist(['installing', 'installed', 'uninstalled']),
  version: v.string(),
  scopes: list(v.string()),
  applicationToken: v.string(),
  introducedTo: list(v.number()),
  appOptions: v.record(v.string(), v.unknown()),
  userOptions: list(v.tuple([v.number(), v.record(v.string(), v.unknown())])),
})

const handler = v.object({
  id: v.number(),
  appId: v.string(),
  event: v.string(),
  url: v.string(),
  authType: v.number(),
  boundAt: v.number(),
})

const request = v.object({
  url: v.string(),
  method: v.literal('POST'),
  headers: v.record(v.string(), v.string()),
  body: v.string(),
})

const delivery = v.object({
  id: v.number(),
  handlerId: v.number(),
  appId: v.string(),
  event: v.string(),
  url: v.string(),
  authType: v.number(),
  by: v.optional(v.number()),
  data: v.unknown(),
  forged: v.boolean(),
  replayOf: v.optional(v.number()),
  raisedAt: v.number(),
  state: v.picklist(['queued', 'sent', 'answered', 'failed', 'skipped']),
  sentAt: v.optional(v.number()),
  duration: v.optional(v.number()),
  status: v.optional(v.number()),
  reason: v.optional(v.string()),
  request: v.optional(request),
})

const grant = { appId: v.string(), userId: v.number() }

const snapshotSchema = v.object({
  version: v.literal(VERSION),
  warning: v.literal(WARNING),
  rules: v.picklist(['documented', 'current']),
  language: v.string(),
  memberId: v.string(),
  load: v.number(),
  users: list(user),
  apps: list(app),
  handlers: v.object({ lastId: v.number(), all: list(handler) }),
  tokens: v.object({
    access: list(v.object({ ...grant, accessToken: v.string(), expiresAt: v.number() })),
    refresh: list(v.object({ ...grant, refreshToken: v.string(), expiresAt: v.number() })),
  }),
  webhooks: list(v.object({ key: v.string(), userId: v.number(), scopes: list(v.string()) })),
  deliveries: v.object({
    all: list(delivery),
    /** What farewells are signed with, by the number of the delivery. */
    farewells: list(v.tuple([v.number(), v.string()])),
    /** How slow handlers are spaced out, by the number of the handler. */
    paces: list(v.tuple([v.number(), v.object({ interval: v.number(), notBefore: v.number() })])),
  }),
  calls: list(v.tuple([v.string(), v.object({ level: v.number(), at: v.number() })])),
})

/** The whole state of a portal, as plain JSON. It holds tokens and secrets, so that the apps of a restarted portal go on. */
export type PortalSnapshot = v.InferOutput<typeof snapshotSchema>

export function markSnapshot(state: Omit<PortalSnapshot, 'version' | 'warning'>): PortalSnapshot {
  return { version: VERSION, warning: WARNING, ...state }
}

/** Reads a snapshot, whoever wrote it. Throws a `TypeError` that says where it is none. */
export function readSnapshot(value: unknown): PortalSnapshot {
  const parsed = v.safeParse(snapshotSchema, value, { abortEarly: true })
  if (!parsed.success) {
    const [issue] = parsed.issues
    throw new TypeError(`snapshot: ${v.getDotPath(issue) ?? 'the whole'}: ${issue.message}`)
  }
  checkReferences(parsed.output)
  return parsed.output
}

function checkReferences({ apps, handlers, deliveries }: PortalSnapshot): void {
  const appIds = new Set(apps.map(({ id }) => id))
  for (const [index, { appId }] of handlers.all.entries()) {
    if (!appIds.has(appId)) throw new TypeError(`snapshot: handlers.all.${index}: there is no app ${appId}`)
  }
  for (const [index, { id, appId }] of deliveries.all.entries()) {
    if (!appIds.has(appId)) throw new TypeError(`snapshot: deliveries.all.${index}: there is no app ${appId}`)
    if (id !== index + 1)
      throw new TypeError(`snapshot: deliveries.all.${index}: expected the number ${index + 1}`)
  }
}
