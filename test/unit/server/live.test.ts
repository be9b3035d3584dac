import type { RunningPortal } from 'bx24-events/server'
import { afterEach, beforeEach, expect, it } from 'vitest'
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
  expect(await next()).toEqual({ name: 'update', data: { handlers: running.portal.handlers() } })

  running.portal.updateUser(2, { active: false })
  running.portal.setLoad(2)
  expect(await next()).toMatchObject({ name: 'update', data: { load: 2, users: [{}, { active: false }] } })

  running.portal.raise('OnCrmDealAdd')
  await running.portal.settled()
  expect(await next()).toMatchObject({ name: 'update', data: { deliveries: [{ id: 1, state: 'answered' }] } })
})

it('tells of calls of REST over HTTP, and no token', async () => {
  const live = await listen()
  await live.next()
  const auth = running.app.tokenFor(1)
  const cmd = { me: 'profile', none: 'nothing' }
  const body = new URLSearchParams({ auth, 'cmd[me]': cmd.me, 'cmd[none]': cmd.none })
  const headers = { origin: 'http://127.0.0.1:9' }
  const response = await fetch(`${running.url}rest/batch.json`, { method: 'POST', headers, body })
  const { value } = await live.next()
  expect(value).toEqual({
    name: 'call',
    data: {
      ...{ at: expect.any(Number), duration: expect.any(Number), origin: 'http://127.0.0.1:9' },
      ...{ method: 'batch', params: { cmd }, status: 200, answer: await response.json() },
      body: 'auth=•••&cmd%5Bme%5D=profile&cmd%5Bnone%5D=nothing',
    },
  })

  await fetch(`${running.url}rest/profile?auth=${auth}`, { headers: { authorization: `Bearer ${auth}` } })
  const { value: later } = await live.next()
  expect(later).toMatchObject({ name: 'call', data: { method: 'profile', params: {}, body: '' } })
  expect(later?.data).not.toHaveProperty('origin')
  expect(JSON.stringify([value, later])).not.toContain(auth)
})

it('ends with the server', async () => {
  const live = await listen()
  await live.next()
  await running.close()
  await expect(live.next()).rejects.toThrow()
})
