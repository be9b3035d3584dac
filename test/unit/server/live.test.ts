import { get } from 'node:http'
import type { PageState, PageUpdate, RunningPortal } from 'bx24-events/server'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startTestPortal } from '../../support/running-portal.js'

let running: RunningPortal
beforeEach(async () => {
  running = await startTestPortal()
})
afterEach(() => running.close())

/** Reads the server-sent events of the page, one at a time. */
async function listen() {
  const headers = { 'sec-fetch-site': 'same-origin' }
  const response = await new Promise<AsyncIterable<Buffer>>((resolve, reject) => {
    get(`${running.url}api/live`, { headers }, resolve).once('error', reject)
  })
  return readEvents(response)[Symbol.asyncIterator]()
}

async function* readEvents(chunks: AsyncIterable<Buffer>) {
  let text = ''
  for await (const chunk of chunks) {
    const parts = (text + chunk).split('\n\n')
    text = parts.pop() ?? ''
    for (const part of parts) {
      const [, name, data] = /^event: (\w+)\ndata: (.*)$/s.exec(part) ?? []
      yield { name, data: JSON.parse(data ?? '') as PageState & PageUpdate }
    }
  }
}

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

it('ends with the server', async () => {
  const live = await listen()
  await live.next()
  await running.close()
  await expect(live.next()).rejects.toThrow()
})
