import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { streamSSE } from 'hono/streaming'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { GenericSchema } from 'valibot'
import type { AppHost } from '../portal/app-host.js'
import { InputError } from '../portal/input-error.js'
import { parse } from '../portal/parse.js'
import type { PortalApp } from '../portal/portal-app.js'
import { RestError } from '../portal/rest/rest-error.js'
import { isRecord, type Params } from '../protocol/message.js'
import type { CallLog, LoggedCall } from './call-log.js'
import { endConnection } from './cut-connection.js'
import { readLostReply } from './lost-reply.js'
import { createOutbox, type PageEvent } from './outbox.js'
import type { PageState, PageUpdate } from './page-api.js'
import { BODIES } from './page-bodies.js'
import {
  readDelivery,
  readOlderDeliveries,
  readPageState,
  type ShownPortal,
  subscribeToUpdates,
} from './page-state.js'
import { refuseHead } from './refuse-head.js'
import { requireSameOrigin } from './same-origin.js'
import { tellFault } from './tell-fault.js'
import { tellDeliveries } from './told-deliveries.js'

/** What the host page shows and steers. */
export interface PageSubject extends ShownPortal {
  /** The calls of REST over HTTP. */
  calls: Pick<CallLog, 'newest' | 'subscribe'>
}

const LARGEST_BODY = 1024 * 1024

/** The host page's own API: same origin only, and GET changes nothing. */
export function createPageRoutes(subject: PageSubject): Hono {
  const { portal, app, entrance } = subject
  const routes = new Hono()
  routes.use(
    requireSameOrigin(portal.origin),
    refuseHead,
    bodyLimit({
      maxSize: LARGEST_BODY,
      onError: (context) => {
        endConnection(context)
        return context.text(`The body is larger than ${LARGEST_BODY} bytes.`, 413)
      },
    }),
  )
  routes.onError((error, context) => {
    // What was asked for can't be done, and the engine has said why.
    if (error instanceof RangeError || error instanceof InputError) return context.text(error.message, 400)
    // A frame outlives its app, or the rights of its user.
    if (error instanceof RestError) return context.text(error.message, error.status as ContentfulStatusCode)
    tellFault(error)
    return context.text('The portal failed. Its own output says more.', 500)
  })

  routes.get('/state', (context) => context.json(readPageState(subject)))
  routes.get('/deliveries', (context) => {
    const { before } = parse(BODIES.olderDeliveries, { before: Number(context.req.query('before')) }, 'query')
    return context.json(readOlderDeliveries(portal, before))
  })
  routes.get('/deliveries/:id', (context) => {
    const { id } = parse(BODIES.delivery, { id: Number(context.req.param('id')) }, 'path')
    return context.json(readDelivery(portal, id))
  })
  routes.get('/live', (context) => tellLive(context, subject))
  routes.post('/raise', async (context) => {
    const { event, times, ...options } = await readBody(context, BODIES.raise)
    const raised = Array.from({ length: times }, () => portal.raise(event, options)).flat()
    return context.json(tellDeliveries(raised))
  })
  routes.post('/load', async (context) => {
    portal.setLoad((await readBody(context, BODIES.load)).load)
    return context.json({ load: portal.load })
  })
  routes.post('/tokenLifetime', async (context) => {
    portal.setTokenLifetime((await readBody(context, BODIES.tokenLifetime)).tokenLifetime)
    return context.json({ tokenLifetime: portal.tokenLifetime })
  })
  routes.post('/expireTokens', (context) => {
    portal.expireTokens()
    return context.json({ tokenLifetime: portal.tokenLifetime })
  })
  routes.post('/faults', async (context) => {
    // The engine says what it takes.
    portal.setFaults(await readBody(context, BODIES.any))
    return context.json(portal.faults)
  })
  routes.post('/forge', async (context) => {
    const { handlerId } = await readBody(context, BODIES.forge)
    return context.json(await portal.forge(handlerId))
  })
  routes.post('/replay', async (context) => {
    const { deliveryId } = await readBody(context, BODIES.replay)
    return context.json(portal.replay(deliveryId))
  })
  routes.post('/explain', async (context) =>
    context.json(portal.explain(await readBody(context, BODIES.explain))),
  )
  routes.post('/entrance', async (context) => {
    await entrance.ask()
    return context.json(entrance.now)
  })
  routes.post('/app/:step', async (context) => {
    const take = APP_STEPS.get(context.req.param('step'))
    if (!take) throw new RangeError(`An app has no step ${context.req.param('step')}.`)
    take(app, await readBody(context, BODIES.any))
    return context.json({ stage: app.stage })
  })
  routes.post('/users/:id', async (context) => {
    const patch = await readBody(context, BODIES.user)
    return context.json(portal.updateUser(Number(context.req.param('id')), patch))
  })
  routes.post('/frame/:userId/:question', async (context) => {
    const { userId, question } = context.req.param()
    const answer = ANSWERS.get(question)
    if (!answer) throw new RangeError(`A frame can't ask ${question}.`)
    const content = await answer(app.hostFor(Number(userId)), await readBody(context, BODIES.any))
    return context.json(content ?? null)
  })
  return routes
}

const BODY = 'body'

/** The steps in the life of the app, by the names that `PortalApp` gives them. */
const APP_STEPS = new Map<string, (app: PortalApp, body: Params) => void>([
  ['finishInstall', (app, body) => app.finishInstall(parse(BODIES.finishInstall, body, BODY))],
  [
    'update',
    (app, body) => {
      const { version, ...options } = parse(BODIES.update, body, BODY)
      app.update(version, options)
    },
  ],
  ['uninstall', (app, body) => app.uninstall(parse(BODIES.uninstall, body, BODY))],
  ['install', (app, body) => app.install(parse(BODIES.install, body, BODY))],
])

/** What the frame of a user asks for his app: an `AppHost`, by the names of its members. */
const ANSWERS = new Map<string, (host: AppHost, body: Params) => Promise<unknown>>([
  ['initData', (host) => host.initData()],
  [
    'call',
    (host, body) => {
      const { method, params } = parse(BODIES.call, body, BODY)
      return host.call(method, params).catch(readLostReply)
    },
  ],
  ['refreshAuth', (host) => host.refreshAuth()],
  ['setOption', (host, body) => host.setOption(parse(BODIES.setOption, body, BODY))],
  ['finishInstall', (host) => host.finishInstall()],
])

async function readBody<T>({ req }: Context, schema: GenericSchema<unknown, T>): Promise<T> {
  const body: unknown = await req.json().catch(() => undefined)
  if (isRecord(body)) return parse(schema, body, BODY)
  throw new InputError('The body is no JSON object.')
}

function tellLive(context: Context, subject: PageSubject): Response {
  const { calls, entrance } = subject
  // Whoever opens the page may have started the app meanwhile.
  if (entrance.now.state === 'closed') void entrance.ask()
  return streamSSE(context, async (stream) => {
    const outbox = createOutbox(stream)
    const toEvent = ({ id, record }: LoggedCall): PageEvent => ({ event: 'call', id, data: record })
    const ends = [
      subscribeToUpdates(subject, (data: PageUpdate) => outbox.add({ event: 'update', data })),
      calls.subscribe((call) => outbox.add(toEvent(call))),
    ]
    try {
      const ended = new Promise<void>((resolve) => stream.onAbort(resolve))
      // In one turn with the subscriptions, so that nothing is told twice, or not at all. A browser that connects again names what it heard last.
      const told = calls.newest(context.req.header('last-event-id'))
      const state: PageState = readPageState(subject)
      outbox.add({ event: 'state', data: state }, ...told.map(toEvent))
      await ended
    } finally {
      for (const end of ends) end()
    }
  })
}
