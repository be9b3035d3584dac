import type { AppHost } from 'bx24-events/portal'
import { beforeEach, expect, it } from 'vitest'
import type { Post } from '../../../demo/portal/api.js'
import { createHttpHost } from '../../../demo/portal/http-host.js'
import { createAppPanel } from '../../../demo/portal/views/app-panel.js'
import { serveEmptyFrames } from './empty-frames.js'
import { find, findAll } from './finding.js'
import { createState } from './samples.js'

const portal = createState()
const host = createHttpHost({
  userId: 1,
  post: async () => Promise.reject(new Error()),
  onFailure: () => undefined,
})

let opened: string[]
let askedFor: number[]
let panel: ReturnType<typeof createAppPanel>

beforeEach(() => {
  serveEmptyFrames()
  opened = []
  askedFor = []
  const hostFor = (userId: number): AppHost => {
    askedFor.push(userId)
    return host
  }
  panel = createAppPanel({
    hostFor,
    onWire: () => undefined,
    onDiagnostic: () => undefined,
    onOpen: (user) => opened.push(user),
  })
  document.body.replaceChildren(panel.element)
})

const findFrame = () => find<HTMLIFrameElement>(panel.element, 'iframe')

it('opens the app once the portal has told of it, beside its title and its user', () => {
  panel.update({ portal: undefined, chosenUserId: undefined })
  expect(findAll(panel.element, 'iframe')).toEqual([])
  expect(panel.element.textContent).toContain('once the portal answers')
  panel.update({ portal, chosenUserId: undefined })
  expect(findFrame().title).toBe('App')
  expect(findFrame().src).toMatch(/^http:\/\/127\.0\.0\.1:3000\/\?DOMAIN=/)
  expect(find(panel.element, 'h2').textContent).toBe('Sample app')
  expect(panel.element.textContent).toContain('Open as Anna (1)')
  expect(panel.element.textContent).toContain('See whether the app is running at http://127.0.0.1:3000/')
})

it('tells the app the language of the portal, and not that of the page', () => {
  panel.update({ portal: createState({ language: 'de' }), chosenUserId: undefined })
  expect(new URL(findFrame().src).searchParams.get('LANG')).toBe('de')
})

it('says that it is being opened until something has loaded', async () => {
  panel.update({ portal, chosenUserId: undefined })
  const stage = find(panel.element, '.stage')
  expect(stage.dataset.loading).toBe('')
  await new Promise((resolve) => findFrame().addEventListener('load', resolve))
  expect(stage.dataset.loading).toBeUndefined()
})

it('leaves the app alone, whatever else changes', () => {
  panel.update({ portal, chosenUserId: undefined })
  const frame = findFrame()
  panel.update({ portal: { ...portal, load: 4, app: { ...portal.app, version: '2.0.0' } }, chosenUserId: 1 })
  expect(findFrame()).toBe(frame)
  expect(opened).toEqual(['Anna (1)'])
})

it('opens it anew for another user, by another portal, and when asked to', () => {
  panel.update({ portal, chosenUserId: undefined })
  const frames = new Set([findFrame()])
  panel.update({ portal, chosenUserId: 2 })
  frames.add(findFrame())
  const restarted = { ...portal, app: { ...portal.app, id: 'local.2' } }
  panel.update({ portal: restarted, chosenUserId: 2 })
  frames.add(findFrame())
  find(panel.element, 'button').click()
  frames.add(findFrame())
  expect(frames.size).toBe(4)
  expect(findAll(panel.element, 'iframe')).toHaveLength(1)
  expect(opened).toEqual(['Anna (1)', 'Boris (2)', 'Boris (2)', 'Boris (2)'])
  expect(askedFor).toEqual([1, 2, 2, 2])
})

it('carries what the frame asks to the server, as the user who has the app open', async () => {
  const asked: unknown[] = []
  const post: Post = async <Answer>(path: string, body: unknown) => {
    asked.push([path, body])
    return { status: 200, answer: { result: true } } as Answer
  }
  const carried = createHttpHost({ userId: 2, post, onFailure: () => undefined })
  expect(await carried.call('profile', { a: 1 })).toEqual({ status: 200, answer: { result: true } })
  await carried.initData()
  await carried.setOption({ kind: 'install', name: 'install', value: true })
  await carried.finishInstall()
  expect(asked).toEqual([
    ['/api/frame/2/call', { method: 'profile', params: { a: 1 } }],
    ['/api/frame/2/initData', {}],
    ['/api/frame/2/setOption', { kind: 'install', name: 'install', value: true }],
    ['/api/frame/2/finishInstall', {}],
  ])
})

it('tells a person too what the portal did not answer', async () => {
  const failures: string[] = []
  const failing = createHttpHost({
    userId: 9,
    post: () => Promise.reject(new Error('The portal has no user 9.')),
    onFailure: (text) => failures.push(text),
  })
  await expect(failing.initData()).rejects.toThrow('The portal has no user 9.')
  expect(failures).toEqual(['The app’s question “initData” got no answer: The portal has no user 9.'])
})
