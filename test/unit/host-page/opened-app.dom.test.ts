import type { AppHost, WireMessage } from 'bx24-events/portal'
import type { PageApp, PageState } from 'bx24-events/server'
import { beforeEach, describe, expect, it } from 'vitest'
import { createHttpHost } from '../../../demo/portal/http-host.js'
import type { OpeningData } from '../../../demo/portal/state/opening.js'
import { createOpenedApp } from '../../../demo/portal/views/opened-app.js'
import { nextTask } from '../../support/next-task.js'
import { serveEmptyFrames } from './empty-frames.js'
import { enter, find, findAll, textsOf } from './finding.js'
import { ANNA, BORIS, createState } from './samples.js'

const portal = createState()
/** The place that the app is opened in. */
let placement = 'DEFAULT'

const host = createHttpHost({
  userId: 1,
  post: async <Answer>(path: string) =>
    (path.endsWith('/initData') ? { PLACEMENT: placement } : null) as Answer,
  onFailure: () => undefined,
})

let opened: string[]
let askedFor: number[]
let installed: number
let isOpen: boolean | undefined
let given: unknown[]
let wire: WireMessage[]
let asked: number
let answered: Promise<void>
let panel: ReturnType<typeof createOpenedApp>

beforeEach(() => {
  serveEmptyFrames()
  opened = []
  askedFor = []
  installed = 0
  isOpen = undefined
  given = []
  wire = []
  placement = 'DEFAULT'
  asked = 0
  answered = Promise.resolve()
  const hostFor = (userId: number): AppHost => {
    askedFor.push(userId)
    return host
  }
  panel = createOpenedApp({
    opener: document.createElement('label'),
    hostFor,
    onWire: (message) => wire.push(message),
    onDiagnostic: () => undefined,
    onOpen: (user) => opened.push(user),
    onShown: (isAppOpen) => {
      isOpen = isAppOpen
    },
    install: () => installed++,
    giveBack: (...lost) => given.push(lost),
    askApp: () => {
      asked++
      return answered
    },
  })
  document.body.replaceChildren(panel.element)
})

const show = (data: Partial<OpeningData>) =>
  panel.update({ portal, chosenUserId: undefined, answersCalls: true, reloads: 0, ...data })
/** Shows the app in a stage of its life. */
const showApp = (app: Partial<PageApp>) =>
  show({ portal: { ...portal, app: { ...portal.app, ...app } }, chosenUserId: undefined })
const showUsers = (...users: PageState['users']) =>
  show({ portal: { ...portal, users }, chosenUserId: undefined })
const findFrame = () => find<HTMLIFrameElement>(panel.element, 'iframe')

it('opens the app once the portal has told of it, below its title and the choice of its user', () => {
  show({ portal: undefined, chosenUserId: undefined })
  expect(findAll(panel.element, 'iframe')).toEqual([])
  expect(panel.element.textContent).toContain('once the portal answers')
  show({})
  expect(findFrame().title).toBe('App')
  expect(findFrame().src).toMatch(/^http:\/\/127\.0\.0\.1:3000\/\?DOMAIN=/)
  expect(find(panel.element, 'h2').textContent).toBe('Sample app')
  expect(findAll(panel.element, '.panel-head label')).toHaveLength(1)
  expect(panel.element.textContent).toContain('See whether the app is running at http://127.0.0.1:3000/')
})

it('tells the app the language of the portal, and not that of the page', () => {
  show({ portal: createState({ language: 'de' }), chosenUserId: undefined })
  expect(new URL(findFrame().src).searchParams.get('LANG')).toBe('de')
})

it('says that it is being opened until something has loaded', async () => {
  show({})
  const stage = find(panel.element, '.stage')
  expect(stage.dataset.loading).toBe('')
  await new Promise((resolve) => findFrame().addEventListener('load', resolve))
  expect(stage.dataset.loading).toBeUndefined()
})

it('leaves the app alone, whatever else changes', () => {
  show({})
  const frame = findFrame()
  show({ portal: { ...portal, load: 4, app: { ...portal.app } }, chosenUserId: 1 })
  expect(findFrame()).toBe(frame)
  expect(opened).toEqual(['Anna (1)'])
})

it('opens it anew for another user, by another portal, and when asked to', () => {
  show({})
  const frames = new Set([findFrame()])
  show({ portal, chosenUserId: 2 })
  frames.add(findFrame())
  const restarted = { ...portal, app: { ...portal.app, id: 'local.2' } }
  show({ portal: restarted, chosenUserId: 2 })
  frames.add(findFrame())
  find(panel.element, 'button').click()
  frames.add(findFrame())
  expect(frames.size).toBe(4)
  expect(findAll(panel.element, 'iframe')).toHaveLength(1)
  expect(opened).toEqual(['Anna (1)', 'Boris (2)', 'Boris (2)', 'Boris (2)'])
  expect(askedFor).toEqual([1, 2, 2, 2])
})

it('opens it anew after each step in its life', () => {
  const frames = new Set<HTMLElement>()
  for (const app of [
    {},
    { stage: 'installing', version: '1.0.1' },
    { stage: 'installing', version: '1.0.1', scopes: [] },
    { stage: 'installed', version: '1.0.1', scopes: [] },
  ] as const) {
    showApp(app)
    frames.add(findFrame())
  }
  expect(frames.size).toBe(4)
  expect(findAll(panel.element, 'iframe')).toHaveLength(1)
})

it('is not opened twice where the app has finished its installation by itself', async () => {
  showApp({ stage: 'installing' })
  const first = findFrame()
  const { contentWindow, name, src } = first
  await new Promise((resolve) => first.addEventListener('load', resolve))
  const sid = name.split('|')[2]
  const message = { data: `setInstallFinish:{}::${sid}`, origin: new URL(src).origin, source: contentWindow }
  window.dispatchEvent(new MessageEvent('message', message))
  await nextTask()
  const reopened = findFrame()
  expect(reopened).not.toBe(first)
  showApp({ stage: 'installed' })
  expect(findFrame()).toBe(reopened)
  showApp({ stage: 'installing', version: '2.0.0' })
  expect(findFrame()).not.toBe(reopened)
})

/** Lets the app that is open say something, as its own page would. */
async function say(command: string, params: unknown) {
  const { contentWindow: source, name, src } = findFrame()
  const data = `${command}:${JSON.stringify(params)}:7:${name.split('|')[2]}`
  window.dispatchEvent(new MessageEvent('message', { data, origin: new URL(src).origin, source }))
  await nextTask()
}

it("shows the title that the app gives its place, beside the app's own, as text only, until it is opened anew", async () => {
  show({})
  const title = find(panel.element, '.own-title')
  await say('setTitle', { title: '<b>Deal 5</b>' })
  expect([title.textContent, findAll(title, 'b')]).toEqual(['<b>Deal 5</b>', []])
  expect(find(panel.element, 'h2').textContent).toBe('Sample app')
  await say('reloadWindow', {})
  expect(title.textContent).toBe('')
  await say('setTitle', { title: 'Deal 6' })
  show({ chosenUserId: 2 })
  expect(title.textContent).toBe('')
})

describe('the events of a placement', () => {
  const findForm = () => find<HTMLFormElement>(panel.element, 'form')

  beforeEach(() => {
    placement = 'CRM_DEAL_DETAIL_TAB'
    show({})
  })

  function raise(event: string, json: string) {
    enter(find<HTMLSelectElement>(findForm(), 'select'), event)
    find<HTMLInputElement>(findForm(), 'input').value = json
    find<HTMLButtonElement>(findForm(), 'button').click()
    return find(findForm(), '[role=status]')
  }

  it('can be raised once the app listens to one, with data, and it is told of each', async () => {
    expect(findForm().hidden).toBe(true)
    await say('placementBindEvent', { event: 'onDealChange' })
    await say('placementBindEvent', { event: 'onDealClose' })
    expect(findForm().hidden).toBe(false)
    expect(textsOf(findAll(findForm(), 'option'))).toEqual(['onDealChange', 'onDealClose'])
    wire.length = 0
    expect(raise('onDealClose', '{"ID":5}').textContent).toBe('The app was told of onDealClose: 1 time.')
    raise('onDealChange', '')
    expect(wire.map(({ data }) => data)).toEqual(['7:{"ID":5}', '7:'])
  })

  it('are not raised with data that is no JSON', async () => {
    await say('placementBindEvent', { event: 'onDealChange' })
    wire.length = 0
    const outcome = raise('onDealChange', '{oops')
    expect(outcome.dataset.tone).toBe('bad')
    expect(outcome.textContent).toContain('The data of onDealChange is no JSON')
    expect(wire).toEqual([])
  })

  it('go with the opening that listened to them', async () => {
    await say('placementBindEvent', { event: 'onDealChange' })
    await say('reloadWindow', {})
    expect(findForm().hidden).toBe(true)
  })
})

it('has no frame where the app is uninstalled, says so, and offers to install it again', () => {
  showApp({})
  showApp({ stage: 'uninstalled' })
  expect(findAll(panel.element, 'iframe')).toEqual([])
  const nothing = find(panel.element, '.nothing')
  expect(nothing.textContent).toContain('Sample app is not installed')
  const button = find<HTMLButtonElement>(nothing, 'button')
  expect(button.textContent).toBe('Install Sample app again')
  button.click()
  expect(installed).toBe(1)
  showApp({ stage: 'uninstalled' })
  expect(find(panel.element, '.nothing')).toBe(nothing)
  showApp({ stage: 'installing' })
  expect(findAll(panel.element, '.nothing')).toEqual([])
  expect(findFrame()).toBeDefined()
})

it('stays open for a user who loses rights meanwhile, and says so', () => {
  showUsers(ANNA, BORIS)
  const frame = findFrame()
  const notice = find(panel.element, '[role=status]')
  expect(notice.textContent).toBe('')
  showUsers({ ...ANNA, admin: false })
  expect(notice.textContent).toBe('')
  showUsers({ ...ANNA, access: false })
  expect(notice.textContent).toBe(
    'Sample app is not open to Anna (1). It stays open for now, and its calls are refused.',
  )
  showUsers({ ...ANNA, active: false })
  expect(notice.textContent).toContain('Anna (1) is inactive')
  showUsers(ANNA)
  expect(notice.textContent).toBe('')
  expect(findFrame()).toBe(frame)
  showUsers({ ...ANNA, access: false })
  find(panel.element, 'button').click()
  expect(notice.textContent).toBe('')
  expect(findAll(panel.element, 'iframe')).toEqual([])
})

it('is not opened for a user who may not open it, until he may', () => {
  showUsers({ ...ANNA, active: false })
  expect(findAll(panel.element, 'iframe')).toEqual([])
  expect(find(panel.element, '.nothing').textContent).toContain('Anna (1) is inactive')
  showUsers({ ...ANNA, access: false })
  expect(find(panel.element, '.nothing').textContent).toContain('Sample app is not open to Anna (1)')
  showUsers(ANNA)
  expect(findFrame()).toBeDefined()
  expect(findAll(panel.element, '.nothing')).toEqual([])
})

it('opens the app anew where the page carries its calls no longer, or does so again', () => {
  show({})
  const frames = [findFrame()]
  for (const answersCalls of [false, false, true]) {
    show({ answersCalls })
    frames.push(findFrame())
  }
  const [first, second, third, fourth] = frames
  expect([second === first, third === second, fourth === third]).toEqual([false, true, false])
  expect(opened).toHaveLength(3)
})

it('opens the app anew where the page of the portal is loaded anew', () => {
  show({})
  const before = findFrame()
  show({ reloads: 0 })
  expect(findFrame()).toBe(before)
  show({ reloads: 1 })
  expect(findFrame()).not.toBe(before)
  expect(findFrame().name).not.toBe(before.name)
  expect(opened).toEqual(['Anna (1)', 'Anna (1)'])
})

it('leaves the focus in the app, or in its place, where it was in the app that goes', () => {
  show({})
  show({ reloads: 1 })
  expect(document.activeElement).toBe(document.body)
  findFrame().focus()
  show({ reloads: 2 })
  expect(document.activeElement).toBe(findFrame())
  showApp({ stage: 'uninstalled' })
  expect(document.activeElement).toBe(find(panel.element, '.stage'))
})

const closed = (reason: string, at = 0) => ({ entrance: { state: 'closed', reason, at } as const })

it('has no frame until the app has answered how it is opened', () => {
  showApp({ entrance: { state: 'asking' } })
  expect(findAll(panel.element, 'iframe')).toEqual([])
  expect(find(panel.element, '.nothing').textContent).toContain('Asking Sample app')
  showApp({})
  expect(findFrame().src).toMatch(/^http:/)
})

it('is opened by a form where the app answers one', () => {
  showApp({ entrance: { state: 'open', way: 'post' } })
  expect(findFrame().src).toBe('')
  expect(findFrame().name).not.toBe('')
})

it('says why the app can not be opened, and asks it anew when told to, with the focus where it was', () => {
  showApp(closed('Nothing listens there.'))
  expect(findAll(panel.element, 'iframe')).toEqual([])
  const nothing = find(panel.element, '.nothing')
  expect(nothing.textContent).toContain('Nothing listens there. Asked at ')
  const [tryAgain] = findAll(nothing, 'button:not([hidden])')
  expect(tryAgain?.textContent).toBe('Try again')
  tryAgain?.focus()
  tryAgain?.click()
  find(panel.element, '.panel-head button').click()
  expect(asked).toBe(2)
  showApp(closed('It forbids to be framed.', 60_000))
  expect(nothing.textContent).toContain('It forbids to be framed.')
  expect(document.activeElement).toBe(tryAgain)
  showApp({})
  expect(findFrame()).toBeDefined()
  expect(findAll(panel.element, '.nothing')).toEqual([])
})

it('says why handlers at the address of the app are refused, below its head', () => {
  showApp({ warning: 'The portal refuses handlers at localhost.' })
  expect(find(panel.element, '.outcome').textContent).toBe('The portal refuses handlers at localhost.')
  showApp({})
  expect(find(panel.element, '.outcome').textContent).toBe('')
})

it('says that it is asking, and asks once, until there is an answer', async () => {
  let answer: () => void = () => undefined
  answered = new Promise((resolve) => {
    answer = resolve
  })
  showApp(closed('Nothing listens there.'))
  const [tryAgain] = findAll(find(panel.element, '.nothing'), 'button:not([hidden])')
  tryAgain?.click()
  tryAgain?.click()
  expect({ asked, says: tryAgain?.textContent }).toEqual({ asked: 1, says: 'Asking the app…' })
  answer()
  await nextTask()
  expect(tryAgain?.textContent).toBe('Try again')
  tryAgain?.click()
  expect(asked).toBe(2)
})

it('offers no other try for what another try can not help', () => {
  showApp({ ...closed('Nothing listens there.'), stage: 'uninstalled' })
  const buttons = findAll(find(panel.element, '.nothing'), 'button:not([hidden])')
  expect(buttons.map(({ textContent }) => textContent)).toEqual(['Install Sample app again'])
})

it('opens an app that is being installed at its address for that, and elsewhere afterwards', () => {
  const installUrl = 'http://127.0.0.1:3000/install/'
  showApp({ stage: 'installing', installUrl })
  expect(findFrame().src).toMatch(/^http:\/\/127\.0\.0\.1:3000\/install\/\?/)
  expect(panel.element.textContent).toContain(`running at ${installUrl}`)
  showApp({ stage: 'installed', installUrl })
  expect(findFrame().src).toMatch(/^http:\/\/127\.0\.0\.1:3000\/\?/)
})

it.each([
  ['access', 'Give Anna (1) the app again'],
  ['active', 'Make Anna (1) active again'],
] as const)('has no frame for a user who has lost %s, and offers to give it back', (right, label) => {
  showUsers({ ...ANNA, [right]: false })
  expect(isOpen).toBe(false)
  const [button, ...others] = findAll(panel.element, '.nothing button:not([hidden])') as HTMLButtonElement[]
  expect([button?.textContent, others]).toEqual([label, []])
  button?.click()
  expect(given).toEqual([[1, right]])
  showUsers(ANNA)
  expect(isOpen).toBe(true)
  expect(findFrame()).toBeDefined()
})
