import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { streamSSE } from 'hono/streaming'
import type { AppHost, AppOption } from '../portal/app-host.js'
import type { Portal } from '../portal/portal.js'
import type { PortalApp } from '../portal/portal-app.js'
import { isRecord, type Params } from '../protocol/message.js'
import type { PageState, PageUpdate } from './page-api.js'
import { readPageState, subscribeToUpdates } from './page-state.js'
import { requireSameOrigin } from './same-origin.js'

/** The host page's own API: same origin only, and GET changes nothing. */
export function createPageRoutes(portal: Portal, app: PortalApp): Hono {
  const routes = new Hono()
  routes.use(requireSameOrigin(portal.origin))
  routes.use(bodyLimit({ maxSize: 1024 * 1024 }))
  routes.onError((error, context) => {
    // What was asked for can't be done, and the engine has said why.
    if (error instanceof RangeError || error instanceof TypeError) return context.text(error.message, 400)
    console.error(error)
    return context.text('The portal failed. Its own output says more.', 500)
  })

  routes.get('/state', (context) => context.json(readPageState(portal, app)))
  routes.get('/live', (context) => tellLive(context, portal, app))
  routes.post('/raise', async (context) => {
    const { event, ...options } = await readBody(context)
    return context.json(portal.raise(String(event), options))
  })
  routes.post('/load', async (context) => {
    const { load } = await readBody(context)
    portal.setLoad(Number(load))
    return context.json({ load: portal.load })
  })
  routes.post('/forge', async (context) => {
    const { handlerId } = await readBody(context)
    return context.json(await portal.forge(Number(handlerId)))
  })
  routes.post('/replay', async (context) => {
    const { deliveryId } = await readBody(context)
    return context.json(portal.replay(Number(deliveryId)))
  })
  routes.post('/explain', async (context) => {
    const { event, by } = await readBody(context)
    return context.json(portal.explain({ event: String(event), by: by === undefined ? by : Number(by) }))
  })
  routes.post('/app/:step', async (context) => {
    const take = APP_STEPS.get(context.req.param('step'))
    if (!take) throw new RangeError(`An app has no step ${context.req.param('step')}.`)
    take(app, await readBody(context))
    return context.json({ stage: app.stage })
  })
  routes.post('/users/:id', async (context) => {
    return context.json(portal.updateUser(Number(context.req.param('id')), await readBody(context)))
  })
  routes.post('/frame/:userId/:question', async (context) => {
    const { userId, question } = context.req.param()
    const answer = ANSWERS.get(question)
    if (!answer) throw new RangeError(`A frame can't ask ${question}.`)
    const content = await answer(app.hostFor(Number(userId)), await readBody(context))
    return context.json(content ?? null)
  })
  return routes
}

/** The steps in the life of the app, by the names that `PortalApp` gives them. */
const APP_STEPS = new Map<string, (app: PortalApp, options: Params) => void>([
  ['finishInstall', (app, options) => app.finishInstall(options)],
  ['update', (app, { version, ...options }) => app.update(String(version), options)],
  ['uninstall', (app, options) => app.uninstall(options)],
  ['install', (app, options) => app.install(options)],
])

/** What the frame of a user asks for his app: an `AppHost`, by the names of its members. */
const ANSWERS = new Map<string, (host: AppHost, body: Params) => Promise<unknown>>([
  ['initData', (host) => host.initData()],
  ['call', (host, { method, params }) => host.call(String(method), isRecord(params) ? params : {})],
  ['refreshAuth', (host) => host.refreshAuth()],
  ['setOption', (host, option) => host.setOption(readOption(option))],
  ['finishInstall', (host) => host.finishInstall()],
])

function readOption({ kind, name, value }: Params): AppOption {
  if (kind === 'install' || kind === 'user' || kind === 'app') return { kind, name: String(name), value }
  throw new TypeError(`kind: expected install, user or app, not ${String(kind)}`)
}

async function readBody({ req }: Context): Promise<Params> {
  const body: unknown = await req.json().catch(() => undefined)
  if (isRecord(body)) return body
  throw new TypeError('The body is no JSON object.')
}

function tellLive(context: Context, portal: Portal, app: PortalApp): Response {
  return streamSSE(context, async (stream) => {
    const tell = (event: 'state' | 'update', data: PageState | PageUpdate) =>
      stream.writeSSE({ event, data: JSON.stringify(data) })
    const unsubscribe = subscribeToUpdates(portal, app, (update) => tell('update', update))
    const ended = new Promise<void>((resolve) => stream.onAbort(resolve))
    await tell('state', readPageState(portal, app))
    await ended
    unsubscribe()
  })
}
