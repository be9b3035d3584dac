import type { Entrance, RunningPortal } from 'bx24-events/server'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createEmitter } from '../../../src/portal/emitter.js'
import type { LoggedCall } from '../../../src/server/call-log.js'
import { createPageRoutes } from '../../../src/server/page-routes.js'
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

it('listens to nothing any more for a page that it could tell nothing', async () => {
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
  const open = () =>
    routes.request('/live', {
      headers: { host: new URL(portal.origin).host, 'sec-fetch-site': 'same-origin' },
    })
  await (await open()).text()
  expect([toldCalls.isHeard, toldEntrances.isHeard]).toEqual([false, false])
  expect(failures).toHaveBeenCalledOnce()
  failures.mockRestore()

  isFailing = false
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
