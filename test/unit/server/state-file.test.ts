import { rmSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPortal, type Portal } from 'bx24-events/portal'
import type { RunningPortal, StartPortalOptions } from 'bx24-events/server'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { keepState } from '../../../src/server/state-file.js'
import { createFakeClock } from '../../support/fake-clock.js'
import { takeFullSnapshot } from '../../support/full-snapshot.js'
import { createHeldDeliveries } from '../../support/held-deliveries.js'
import { ask, type HttpAnswer } from '../../support/http.js'
import { createInbox } from '../../support/inbox.js'
import { nested } from '../../support/nested.js'
import { occupyPort } from '../../support/occupy-port.js'
import { HOST_PAGE, startTestPortal } from '../../support/running-portal.js'

const HANDLER = 'https://app.example.com/handler/'
const APP = { title: 'App', url: 'http://127.0.0.1:3000/', scopes: ['crm'] }

let folder: string
let path: string
const open: RunningPortal[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'state-'))
  path = join(folder, 'portal.json')
})
afterEach(async () => {
  for (const running of open.splice(0)) await running.close()
  await rm(folder, { recursive: true })
})

async function start(options: Partial<StartPortalOptions> = {}): Promise<RunningPortal> {
  const running = await startTestPortal({ app: APP, state: path, ...options })
  open.push(running)
  return running
}

async function startAgain(options: Partial<StartPortalOptions> = {}): Promise<RunningPortal> {
  await open.pop()?.close()
  return start(options)
}

const read = async () => JSON.parse(await readFile(path, 'utf8'))

async function bind({ app }: RunningPortal, event = 'OnCrmDealAdd') {
  const { answer } = await app.hostFor(1).call('event.bind', { event, handler: HANDLER })
  expect(answer.result).toBe(true)
}

describe('a portal with a file for its state', () => {
  it('goes on where it ended: with its app, its handlers, its deliveries and the tokens', async () => {
    const first = await start()
    const { id, clientSecret, applicationToken } = first.app
    await bind(first)
    first.portal.raise('OnCrmDealAdd', { by: 2 })
    await first.portal.settled()
    first.portal.updateUser(2, { active: false })
    const token = first.app.tokenFor(1)

    const second = await startAgain()
    expect(second.app).toMatchObject({ id, clientSecret, applicationToken })
    expect(second.portal.handlers()).toMatchObject([{ event: 'ONCRMDEALADD', url: HANDLER }])
    expect(second.portal.deliveries()).toMatchObject([{ state: 'answered', by: 2 }])
    expect(second.portal.users()).toMatchObject([{ name: 'Anna' }, { name: 'Boris', active: false }])
    expect(await second.portal.call(token, 'profile')).toMatchObject({ status: 200 })
  })

  it('writes it at the start, and for its owner only', async () => {
    await start()
    expect((await read()).apps).toHaveLength(1)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    await chmod(path, 0o644)
    await startAgain()
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  it('writes what a call over HTTP has changed, though the engine tells of no change', async () => {
    const { app, url } = await start({ state: path })
    const { REFRESH_ID } = await app.hostFor(1).initData()
    const query = new URLSearchParams({
      ...{ grant_type: 'refresh_token', refresh_token: REFRESH_ID },
      ...{ client_id: app.id, client_secret: app.clientSecret },
    })
    const { access_token } = JSON.parse((await ask(`${url}oauth/token/?${query}`)).text)
    await expect.poll(() => readFile(path, 'utf8')).toContain(access_token)
  })

  it('does not look at its state because of what only reads', async () => {
    const { portal, url } = await start()
    const looks = vi.spyOn(portal, 'snapshot')
    const headers = { 'sec-fetch-site': 'same-origin' }
    for (const path of ['', 'none.js', 'api/state', '']) await ask(`${url}${path}`, { headers })
    expect(looks).not.toHaveBeenCalled()
    await ask(`${url}rest/profile`)
    await expect.poll(() => looks.mock.calls).toHaveLength(1)
  })

  it('keeps the newest 1,000 deliveries, with their numbers', async () => {
    const running = await start()
    await bind(running)
    running.portal.raise('OnCrmDealAdd', { by: 1 })
    await running.portal.settled()
    await open.pop()?.close()
    const state = await read()
    const [delivery] = state.deliveries.all
    state.deliveries.all = Array.from({ length: 1010 }, (_, index) => ({ ...delivery, id: index + 1 }))
    await writeFile(path, JSON.stringify(state))
    await start()
    const { portal, url } = await startAgain()
    expect(portal.deliveries().map(({ id }) => id)).toEqual(
      Array.from({ length: 1000 }, (_, index) => index + 11),
    )
    const headers = { 'sec-fetch-site': 'same-origin' }
    const shown = JSON.parse((await ask(`${url}api/state`, { headers })).text)
    expect(shown).toMatchObject({ firstDelivery: 11, deliveries: { length: 500 } })
  })

  it('leaves nothing else in the folder', async () => {
    const running = await start()
    for (let times = 0; times < 20; times++) running.portal.setLoad(times)
    await open.pop()?.close()
    expect(await readdir(folder)).toEqual(['portal.json'])
    expect(await read()).toMatchObject({ load: 19 })
  })
})

describe('starting', () => {
  it('lets those wait who ask meanwhile, and answers them then', async () => {
    const { port, close } = await occupyPort('127.0.0.1')
    await close()
    const starting = start({ port })
    // As a page does that was open before: it tries until it is answered.
    const profile = () => ask(`http://127.0.0.1:${port}/rest/profile`)
    const first = async (): Promise<HttpAnswer> =>
      profile().catch((error) => (error.code === 'ECONNREFUSED' ? first() : Promise.reject(error)))
    expect((await first()).status).toBe(401)
    expect((await ask((await starting).url)).text).toBe(HOST_PAGE)
  })

  it('ends what it has begun where it fails: nothing is delivered, and nobody is answered', async () => {
    const { deliver, held } = createHeldDeliveries()
    const clock = createFakeClock()
    const options = { deliver, clock, baseDelay: 1000 }
    const before = await start(options)
    await bind(before)
    before.portal.raise('OnCrmDealAdd', { by: 2 })
    const port = Number(new URL(before.url).port)
    await open.pop()?.close()

    const written = await readFile(path, 'utf8')
    const failing = start({ ...options, port, onNote: () => rmSync(folder, { recursive: true }) })
    await expect(failing).rejects.toThrow('could not be written: there is no folder')
    await expect(ask(before.url)).rejects.toThrow('ECONNREFUSED')
    await clock.advance(2000)
    expect(held.all).toEqual([])

    await mkdir(folder)
    await writeFile(path, written)
    await start(options)
    await clock.advance(2000)
    expect(held.all).toHaveLength(1)
  })
})

describe('the options of a portal that goes on', () => {
  it('say where its app is now, and how it is opened', async () => {
    const installUrl = 'http://127.0.0.1:3000/install/'
    await bind(await start({ app: { ...APP, installUrl } }))
    const moved = { ...APP, url: 'http://127.0.0.1:4000/', placement: 'CRM_DEAL_DETAIL_TAB' }
    const { portal, app } = await startAgain({ app: moved })
    expect(app).toMatchObject({ url: moved.url, installUrl: undefined })
    expect(await app.hostFor(1).initData()).toMatchObject({ PLACEMENT: 'CRM_DEAL_DETAIL_TAB' })
    expect(portal.handlers()).toHaveLength(1)
    expect((await startAgain({ app: { ...moved, installUrl } })).app).toMatchObject({ installUrl })
  })

  it('lose against its state, and a note says which', async () => {
    const notes: string[] = []
    const onNote = (note: string) => notes.push(note)
    await start({ rules: 'current', onNote })
    expect(notes).toEqual([])
    await startAgain({ rules: 'current', onNote })
    expect(notes).toEqual([`The portal goes on with the state in ${path}.`])
    const others = { rules: 'documented', app: { ...APP, scopes: ['task'], version: '2' } } as const
    const { portal, app } = await startAgain({ ...others, onNote })
    expect({ rules: portal.rules, scopes: app.scopes, version: app.version }).toEqual({
      ...{ rules: 'current', scopes: ['crm'], version: '1.0.0' },
    })
    expect(notes[1]).toContain(
      "It wins over what was said of the rules, the app's scopes, the app's version.",
    )
  })

  it('are taken as a start without a state takes them: placement options as JSON carries them, in so many levels', async () => {
    const withOptions = (placementOptions: unknown) => ({ app: { ...APP, placementOptions } })
    const given = { since: new Date(0), left: undefined, call: () => undefined }
    const kept = { since: '1970-01-01T00:00:00.000Z' }
    for (const begin of [start, startAgain]) {
      const { app } = await begin(withOptions(given))
      expect(await app.hostFor(1).initData()).toMatchObject({ PLACEMENT_OPTIONS: kept })
    }
    await startAgain(withOptions(nested(65)))
    expect((await read()).apps[0].placementOptions).toEqual(nested(65))
    await expect(startAgain(withOptions(nested(66)))).rejects.toThrow(
      'app.placementOptions: expected no more than 65 levels',
    )
    await start()
  })

  it('can not ask for another app', async () => {
    await start({ app: { ...APP, clientId: 'local.one' } })
    await open.pop()?.close()
    const before = await readFile(path, 'utf8')
    const other = start({ app: { ...APP, clientId: 'local.other' } })
    await expect(other).rejects.toThrow('it is that of the app local.one, not of local.other')
    expect(await readFile(path, 'utf8')).toBe(before)
    expect((await startAgain({ app: { ...APP, clientId: 'local.one' } })).app.id).toBe('local.one')
  })
})

describe('a file that is no state of this version is refused, and left as it is', () => {
  it.each([
    { what: 'no JSON', text: 'portal', says: 'holds no state that this version reads (it is no JSON).' },
    { what: 'an empty file', text: '', says: 'holds no state that this version reads (it is no JSON).' },
    { what: 'half of one', text: '{"version":1,"apps":[', says: '(it is no JSON).' },
    { what: 'something else', text: '{"name":"app"}', says: 'snapshot.version' },
    { what: 'one of a newer version', text: '{"version":2}', says: 'snapshot.version' },
  ])('$what', async ({ text, says }) => {
    await writeFile(path, text)
    await expect(start()).rejects.toThrow(says)
    await expect(start()).rejects.toThrow(`state: ${path}`)
    expect(await readFile(path, 'utf8')).toBe(text)
    await writeFile(path, JSON.stringify(await takeFullSnapshot()))
    expect((await start()).portal.users().map(({ name }) => name)).toContain('Clara')
  })

  it('a folder', async () => {
    await mkdir(path)
    const says = `it is a folder. Name a file, such as ${path}/portal.json`
    await expect(start()).rejects.toThrow(`state: ${path} can't be read: ${says}`)
    const state = `${folder}/none/`
    await expect(start({ state })).rejects.toThrow(
      new Error(
        `state: ${state} could not be written: it is a folder. Name a file, such as ${state}portal.json`,
      ),
    )
    expect(await readdir(folder)).toEqual(['portal.json'])
  })

  it('one in a folder that there is not, which can not be written', async () => {
    const missing = join(folder, 'none')
    const state = join(missing, 'portal.json')
    await expect(start({ state })).rejects.toThrow(
      new Error(`state: ${state} could not be written: there is no folder ${missing}`),
    )
  })

  it('one that can not be written for another reason, which is given without a name of our own', async () => {
    const state = join(folder, 'n'.repeat(255))
    await expect(start({ state })).rejects.toThrow(
      new Error(`state: ${state} could not be written: ENAMETOOLONG: name too long`),
    )
  })
})

it('says once that the state can not be written, tries again after the next change, and rejects at the end', async () => {
  const notes = createInbox<string>()
  const running = await start({ onNote: notes.push })
  open.pop()
  await rm(folder, { recursive: true })
  running.portal.setLoad(1)
  expect(await notes.next()).toContain(`state: ${path} could not be written: there is no folder ${folder}.`)
  await expect(running.close()).rejects.toThrow('could not be written')
  await mkdir(folder)
  await running.close()
  expect(await read()).toMatchObject({ load: 1 })
  expect(notes.all).toHaveLength(1)
})

it('tries again by itself what could not be written, and says that it could', async () => {
  const notes = createInbox<string>()
  const clock = createFakeClock()
  const portal = createPortal({ origin: 'http://localhost:1', clock })
  const state = await keepState({ path, portal, clock, note: notes.push })
  await rm(folder, { recursive: true })
  portal.setLoad(1)
  await clock.advance(0)
  expect(await notes.next()).toContain('could not be written')
  await clock.advance(4999)
  await mkdir(folder)
  expect(notes.all).toHaveLength(1)
  await clock.advance(1)
  expect(await notes.next()).toBe(`The state is written to ${path} again.`)
  expect(await read()).toMatchObject({ load: 1 })
  await rm(folder, { recursive: true })
  portal.setLoad(2)
  await clock.advance(200)
  expect(await notes.next()).toContain('could not be written')
  await mkdir(folder)
  await state.close()
  expect([await read(), clock.timerCount]).toEqual([expect.objectContaining({ load: 2 }), 0])
})

it('says of a state that is too large for a text where it was to be written, and tries again once it has changed', async () => {
  const notes = createInbox<string>()
  const clock = createFakeClock()
  let tries = 0
  const portal = createPortal({ origin: 'http://localhost:1', clock })
  const snapshot: Portal['snapshot'] = (options) => {
    if (tries++ > 0) throw new RangeError('Invalid string length')
    return portal.snapshot(options)
  }
  const state = await keepState({ path, portal: { ...portal, snapshot }, clock, note: notes.push })
  portal.setLoad(1)
  await clock.advance(0)
  const says = `state: ${path} could not be written: it is longer than a text can be. What waits is never left out`
  expect(await notes.next()).toContain(says)
  await clock.advance(60_000)
  expect(tries).toBe(2)
  portal.setLoad(2)
  await clock.advance(0)
  expect(tries).toBe(3)
  await expect(state.close()).rejects.toThrow(says)
})

it('holds what a portal without a server takes as well', async () => {
  await bind(await start())
  await open.pop()?.close()
  const portal = createPortal({ origin: 'http://localhost:1', snapshot: await read() })
  expect(portal.handlers()).toHaveLength(1)
  await portal.close()
})
