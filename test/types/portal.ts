// Checked by the compiler alone: what must compile is written plainly, what must not says why.

import { createBX24 } from 'bx24-events'
import {
  type AppHost,
  createPortal,
  type Deliver,
  type Delivery,
  EVENT_CATALOG,
  type Handler,
  NO_FAULTS,
  openFrame,
  type PortalApp,
} from 'bx24-events/portal'
import { openTestFrame } from 'bx24-events/testing'

const origin = 'http://localhost:5174'

export async function use(): Promise<void> {
  const portal = createPortal({ origin })
  createPortal({
    origin,
    rules: 'current',
    users: [{ id: 1, name: 'Anna', admin: true }],
    baseDelay: 0,
    load: 1,
  })
  createPortal({ origin, deliver: async ({ url, body }) => ({ status: url && body ? 200 : 500 }) })
  const app: PortalApp = portal.addApp({ title: 'My app', url: 'http://127.0.0.1:5173/', scopes: ['crm'] })
  const { status, answer } = await portal.call(app.tokenFor(1), 'event.bind', { event: 'OnCrmDealAdd' })
  await portal.call(portal.webhookFor(1, ['crm']), 'profile')
  const deliveries: Delivery[] = portal.raise('OnCrmDealAdd', { by: 1, data: { FIELDS: { ID: '7' } } })
  const handlers: Handler[] = portal.handlers()
  const undo: () => void = portal.subscribe((change) => {
    if (change.type === 'delivery') return void change.delivery.state
    // @ts-expect-error only a change of a delivery has one
    return void change.delivery
  })
  undo()
  portal.setFaults({ queryLimit: 3, lostReplies: 'all', handlers: 'down' })
  portal.setFaults(NO_FAULTS)
  // @ts-expect-error it is not among the states of handlers
  portal.setFaults({ handlers: 'ill' })
  // @ts-expect-error they are changed by setFaults
  portal.faults.queryLimit = 1
  return void [status, answer.result, deliveries, handlers, EVENT_CATALOG.get('ONCRMDEALADD')?.scope]
}

export function refuse(): void {
  const portal = createPortal({ origin })
  // @ts-expect-error a portal has an origin
  createPortal({})
  // @ts-expect-error there are no such rules
  createPortal({ origin, rules: 'strict' })
  // @ts-expect-error a user has a name
  createPortal({ origin, users: [{ id: 1 }] })
  // @ts-expect-error a user's id is a number
  createPortal({ origin, users: [{ id: '1', name: 'Anna' }] })
  // @ts-expect-error a transport tells the status of the answer
  const deliver: Deliver = async () => undefined
  // @ts-expect-error an app has an address
  portal.addApp({ title: 'My app' })
  // @ts-expect-error scopes are a list
  portal.addApp({ title: 'My app', url: origin, scopes: 'crm' })
  // @ts-expect-error a call shows who makes it
  void portal.call('event.get')
  // @ts-expect-error the acting user is given by his id
  portal.raise('OnCrmDealAdd', { by: 'Anna' })
  // @ts-expect-error a user keeps his id
  portal.updateUser(1, { id: 2 })
  // @ts-expect-error a portal's rules stay what they are
  portal.rules = 'current'
  // @ts-expect-error what is told of a handler can't change it
  for (const handler of portal.handlers()) handler.url = origin
  // @ts-expect-error nobody can add to the catalog
  EVENT_CATALOG.set('ONNOTHING', undefined)
  return void deliver
}

export function embed(container: HTMLElement, host: AppHost): void {
  const portal = createPortal({ origin })
  const app = portal.addApp({ title: 'My app', url: origin })
  const frame = openFrame(container, {
    url: app.url,
    host: app.hostFor(1),
    open: 'post',
    onWire: () => undefined,
  })
  frame.element.focus()
  createBX24({ window: openTestFrame(portal, { app, userId: 1 }).window })

  // @ts-expect-error a frame needs a host
  openFrame(container, { url: app.url })
  // @ts-expect-error there are two ways to open one
  openFrame(container, { url: app.url, host, open: 'put' })
  // @ts-expect-error somebody has the app open
  openTestFrame(portal, { app })
  // @ts-expect-error a frame stands for its window, and is none
  createBX24({ window: openTestFrame(portal, { app, userId: 1 }) })
}
