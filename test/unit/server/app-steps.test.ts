import type { RunningPortal } from 'bx24-events/server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ask } from '../../support/http.js'
import { startTestPortal } from '../../support/running-portal.js'

let running: RunningPortal
beforeEach(async () => {
  running = await startTestPortal()
})
afterEach(() => running.close())

/** Asks as the host page does. */
async function post(path: string, body: object = {}) {
  const headers = { origin: running.portal.origin, 'sec-fetch-site': 'same-origin' }
  const question = { method: 'POST', headers, body: JSON.stringify(body) }
  const { status, text } = await ask(`${running.url}api/${path}`, question)
  return { status, text, json: status === 200 ? JSON.parse(text) : undefined }
}

async function bind(event: string, handler = 'https://app.example.com/handler/') {
  await running.app.hostFor(1).call('event.bind', { event, handler })
}

const states = () => running.portal.deliveries().map(({ event, state }) => `${event} ${state}`)

describe('the life of the app, from the host page', () => {
  it('goes through all its steps, each of which says where the app is then', async () => {
    await bind('OnAppUpdate')
    const updated = await post('app/update', { version: '2.0.0', scopes: ['task'], by: 2 })
    expect(updated.json).toEqual({ stage: 'installing' })
    expect(running.app).toMatchObject({ version: '2.0.0', scopes: ['task'] })
    expect(running.portal.deliveries()).toMatchObject([{ event: 'ONAPPUPDATE', by: 2 }])

    await bind('OnAppInstall')
    expect((await post('app/finishInstall')).json).toEqual({ stage: 'installed' })
    await bind('OnAppUninstall')
    expect((await post('app/uninstall', { clean: true, by: 2 })).json).toEqual({ stage: 'uninstalled' })
    expect(running.portal.deliveries().at(-1)).toMatchObject({ by: 2, data: { CLEAN: 1 } })
    expect((await post('app/install')).json).toEqual({ stage: 'installing' })
    await running.portal.settled()
    expect(states()).toEqual(['ONAPPUPDATE answered', 'ONAPPINSTALL answered', 'ONAPPUNINSTALL answered'])

    await post('app/uninstall')
    expect((await post('app/install', { installed: true })).json).toEqual({ stage: 'installed' })
  })

  it.each([
    { step: 'install', body: {}, says: 'installed already' },
    { step: 'update', body: {}, says: 'version' },
    { step: 'update', body: { version: '' }, says: 'version' },
    { step: 'update', body: { version: '2.0.0', scopes: 'crm' }, says: 'scopes' },
    { step: 'update', body: { version: '2.0.0', by: '1' }, says: 'by' },
    { step: 'update', body: { version: '2.0.0', by: 9 }, says: 'no user 9' },
    { step: 'uninstall', body: { clean: 'yes' }, says: 'clean' },
    { step: 'constructor', body: {}, says: 'no step constructor' },
    { step: 'applicationToken', body: {}, says: 'no step applicationToken' },
  ])('takes no step that does not fit, and says why: $step with $body', async ({ step, body, says }) => {
    const refused = await post(`app/${step}`, body)
    expect(refused).toMatchObject({ status: 400, text: expect.stringContaining(says) })
    expect(running.app).toMatchObject({ stage: 'installed', version: '1.0.0', scopes: ['crm'] })
    expect(await post('app/update', { version: '2.0.0' })).toMatchObject({ status: 200 })
  })

  it('finishes no installation of an app that is not installed', async () => {
    running.app.uninstall()
    for (const step of ['finishInstall', 'uninstall']) {
      const refused = await post(`app/${step}`)
      expect(refused).toMatchObject({ status: 400, text: expect.stringContaining('not installed') })
    }
  })
})

describe('a frame of an app that is uninstalled', () => {
  it.each(['initData', 'refreshAuth', 'finishInstall', 'setOption'])('is refused: %s', async (question) => {
    const body = { kind: 'install', name: 'install', value: true }
    running.app.uninstall()
    const refused = await post(`frame/1/${question}`, body)
    expect(refused).toMatchObject({ status: 401, text: 'Wrong authorization data' })
    running.app.install()
    expect(await post(`frame/1/${question}`, body)).toMatchObject({ status: 200 })
  })

  it('is answered as REST answers where it calls', async () => {
    running.app.uninstall()
    expect((await post('frame/1/call', { method: 'profile', params: {} })).json).toMatchObject({
      ...{ status: 401, answer: { error: 'NO_AUTH_FOUND' } },
    })
  })
})

describe('replaying, from the host page', () => {
  it('queues a delivery once more', async () => {
    await bind('OnCrmDealAdd')
    await post('raise', { event: 'OnCrmDealAdd', by: 1 })
    await running.portal.settled()
    expect((await post('replay', { deliveryId: 1 })).json).toMatchObject({
      id: 2,
      replayOf: 1,
      state: 'queued',
    })
    await running.portal.settled()
    expect(states()).toEqual(['ONCRMDEALADD answered', 'ONCRMDEALADD answered'])
  })

  it.each([
    { body: { deliveryId: 7 }, says: 'no delivery 7' },
    { body: { deliveryId: '1' }, says: 'deliveryId' },
    { body: {}, says: 'deliveryId' },
  ])('says why it can not: $body', async ({ body, says }) => {
    expect(await post('replay', body)).toMatchObject({ status: 400, text: expect.stringContaining(says) })
  })
})

describe('explaining, to the host page', () => {
  it('says which handlers would be called, and why the others would not', async () => {
    await bind('OnCrmDealAdd')
    const explain = async (body: object) => (await post('explain', { event: 'onCrmDealAdd', ...body })).json
    expect(await explain({ by: 2 })).toMatchObject({ event: 'ONCRMDEALADD', handlers: [{ called: true }] })
    running.portal.updateUser(2, { active: false })
    expect(await explain({ by: 2 })).toMatchObject({
      handlers: [{ called: false, reason: 'user 2 is inactive' }],
    })
    expect(await explain({})).toMatchObject({ handlers: [{ called: true }] })
  })

  it('says what may be meant by an event that is none', async () => {
    expect((await post('explain', { event: 'OnCrmDealAd' })).json).toMatchObject({
      hints: ['There is no event OnCrmDealAd. Did you mean ONCRMDEALADD?'],
    })
  })

  it.each([
    { body: { event: 'OnCrmDealAdd', by: 9 }, says: 'no user 9' },
    { body: { event: 'OnCrmDealAdd', by: '1' }, says: 'by' },
    { body: {}, says: 'event' },
  ])('says what is wrong with the question: $body', async ({ body, says }) => {
    expect(await post('explain', body)).toMatchObject({ status: 400, text: expect.stringContaining(says) })
  })
})

it('the state that the page is shown has no secret of the app', async () => {
  const headers = { 'sec-fetch-site': 'same-origin' }
  const { text } = await ask(`${running.url}api/state`, { headers })
  expect(text).toContain(running.app.id)
  for (const secret of [running.app.clientSecret, running.app.applicationToken]) {
    expect(text).not.toContain(secret)
  }
})
