import type { Entrance, RunningPortal, ToldDelivery } from 'bx24-events/server'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createEmitter } from '../../../src/portal/emitter.js'
import type { LoggedCall } from '../../../src/server/call-log.js'
import { createPageRoutes } from '../../../src/server/page-routes.js'
import { ask } from '../../support/http.js'
import { startTestPortal } from '../../support/running-portal.js'
import { listenToServer } from '../../support/server-sent-events.js'

let running: RunningPortal
beforeEach(async () => {
  running = await startTestPortal()
})
afterEach(() => running.close())

const listen = () => listenToServer(`${running.url}api/live`)

it('first tells the whole state, then what changes, all of one turn together', async () => {
  const live = await listen()
  const next = async () => (await live.next()).value
  expect(await next()).toMatchObject({ name: 'state', data: { handlers: [], load: 0 } })

  const params = { event: 'OnCrmDealAdd', handler: 'https://app.example.com/handler/' }
  await running.portal.call(running.app.tokenFor(1), 'event.bind', params)
  expect(await next()).toEqual({ name: 'update', data: { bound: running.portal.handlers() } })

  await running.portal.call(running.app.tokenFor(1), 'event.bind', { ...params, event: 'OnCrmDealDelete' })
  const [, second] = running.portal.handlers()
  expect(await next()).toEqual({ name: 'update', data: { bound: [second] } })
  await running.portal.call(running.app.tokenFor(1), 'event.unbind', { ...params, event: 'OnCrmDealDelete' })
  expect(await next()).toEqual({ name: 'update', data: { unbound: [2] } })

  running.portal.updateUser(2, { active: false })
  running.portal.setLoad(2)
  expect(await next()).toMatchObject({ name: 'update', data: { load: 2, users: [{}, { active: false }] } })

  running.portal.raise('OnCrmDealAdd')
  await running.portal.settled()
  expect(await next()).toMatchObject({ name: 'update', data: { deliveries: [{ id: 1, state: 'answered' }] } })
})

it('tells of what waits when the load changes, since it leaves at another time then', async () => {
  await running.close()
  running = await startTestPortal({ baseDelay: 1_000_000 })
  const { portal, url, app } = running
  const params = { event: 'OnCrmDealAdd', handler: 'https://app.example.com/handler/' }
  await portal.call(app.tokenFor(1), 'event.bind', params)
  const [waiting] = portal.raise('OnCrmDealAdd')
  await portal.forge(1)
  const live = await listenToServer(`${url}api/live`)
  await live.next()
  portal.setLoad(1)
  expect((await live.next()).value).toEqual({
    name: 'update',
    data: { load: 1, deliveries: [{ ...waiting, leavesAt: Number(waiting?.raisedAt) + 2_000_000 }] },
  })
})

it('tells what large deliveries bring as far as there is room for it, the newest first, wherever it tells of them', async () => {
  await running.close()
  running = await startTestPortal({ rules: 'current' })
  const { portal, url, app } = running
  for (let number = 1; number <= 6; number++) {
    const params = { event: 'OnCrmDealAdd', handler: `https://app.example.com/${number}/` }
    await portal.call(app.tokenFor(1), 'event.bind', params)
  }
  const data = 'x'.repeat(900_000)
  const told = (deliveries: ToldDelivery[]) =>
    deliveries.map(({ isCut, ...delivery }) => {
      if (isCut) return delivery.data === undefined && delivery.request === undefined ? 'cut' : 'wrong'
      return delivery.data === data ? 'whole' : 'wrong'
    })
  const headers = {
    'sec-fetch-site': 'same-origin',
    origin: portal.origin,
    'content-type': 'application/json',
  }
  const live = await listen()
  await live.next()
  const body = JSON.stringify({ event: 'OnCrmDealAdd', data })
  const raised = await ask(`${url}api/raise`, { method: 'POST', headers, body })
  // Before anything is sent it is only their data.
  expect(told(JSON.parse(raised.text))).toEqual(['cut', 'cut', 'whole', 'whole', 'whole', 'whole'])

  const sent = ['cut', 'cut', 'cut', 'cut', 'whole', 'whole']
  const update = Object((await live.next()).value)
  expect(told(update.data.deliveries)).toEqual(sent)
  const first = Object((await (await listen()).next()).value)
  expect(told(first.data.deliveries)).toEqual(sent)
  expect(told(JSON.parse((await ask(`${url}api/state`, { headers })).text).deliveries)).toEqual(sent)
  expect(told(JSON.parse((await ask(`${url}api/deliveries?before=7`, { headers })).text))).toEqual(sent)
  const deliveries = portal.deliveries()
  expect(deliveries.filter(({ request }) => request)).toHaveLength(6)
  const readOne = async (id: number) => ask(`${url}api/deliveries/${id}`, { headers })
  expect(JSON.parse((await readOne(1)).text)).toEqual(deliveries[0])
  expect(await readOne(7)).toMatchObject({ status: 400, text: 'The portal has no delivery 7.' })
})

it('listens to nothing any more for a page that it could tell nothing, or that asks for nothing but the headers', async () => {
  const failures = vi.spyOn(console, 'error').mockReturnValue()
  const [toldCalls, toldEntrances] = [createEmitter<LoggedCall>(), createEmitter<Entrance>()]
  const { portal, app } = running
  let isFailing = true
  const routes = createPageRoutes({
    ...{ portal, app, warning: undefined, answersCalls: true, firstDelivery: 1 },
    entrance: {
      now: { state: 'asking' },
      ask: async () => undefined,
      close: () => undefined,
      subscribe: toldEntrances.subscribe,
    },
    calls: {
      newest() {
        if (isFailing) throw new Error('no calls')
        return []
      },
      subscribe: toldCalls.subscribe,
    },
  })
  const { origin } = portal
  const headers = { host: new URL(origin).host, 'sec-fetch-site': 'same-origin', origin }
  const open = (method = 'GET') => routes.request('/live', { method, headers })
  await (await open()).text()
  expect([toldCalls.isHeard, toldEntrances.isHeard]).toEqual([false, false])
  expect(failures).toHaveBeenCalledOnce()
  failures.mockRestore()

  isFailing = false
  expect((await open('HEAD')).status).toBe(405)
  expect([toldCalls.isHeard, toldEntrances.isHeard]).toEqual([false, false])
  const page = (await open()).body?.getReader()
  expect((await page?.read())?.done).toBe(false)
  expect([toldCalls.isHeard, toldEntrances.isHeard]).toEqual([true, true])
  await page?.cancel()
  expect([toldCalls.isHeard, toldEntrances.isHeard]).toEqual([false, false])
})

it('ends with the server', async () => {
  const live = await listen()
  await live.next()
  await running.close()
  await expect(live.next()).rejects.toThrow()
})
