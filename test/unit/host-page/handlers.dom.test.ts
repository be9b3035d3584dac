import type { Delivery } from 'bx24-events/portal'
import { expect, it, vi } from 'vitest'
import { createHandlersPanel } from '../../../demo/portal/views/handlers-panel.js'
import { describeForgery, writeTime } from '../../../demo/portal/words.js'
import { find, findAll, textsOf } from './finding.js'
import { createModel } from './model.js'
import { createDelivery, createExplained, createHandler, createState } from './samples.js'

const HANDLERS = [createHandler(), createHandler({ id: 2, event: 'ONTASKADD', authType: 2 })]
const NOTHING = createModel()
const TWO = createModel({ portal: createState({ handlers: HANDLERS }) })

function createPanel() {
  const options = { forge: vi.fn(), showDeliveriesOf: vi.fn() }
  return { ...options, ...createHandlersPanel(options) }
}

it('says how to get a handler, as long as there is none', () => {
  const panel = createPanel()
  panel.update(NOTHING)
  expect(find(panel.element, '.empty').hidden).toBe(false)
  expect(find(panel.element, '.scroller').hidden).toBe(true)
  panel.update(TWO)
  expect(find(panel.element, '.empty').hidden).toBe(true)
  expect(find(panel.element, '.scroller').hidden).toBe(false)
})

it('asks for a press in the app only where the app is open', () => {
  const panel = createPanel()
  const said = () => find(panel.element, '.empty').textContent
  panel.update(NOTHING)
  expect(said()).toContain('Press callBind in the app')
  panel.update({ ...NOTHING, isAppOpen: false })
  expect(said()).toContain('the app is not open')
  const { app, ...portal } = createState()
  panel.update({ ...NOTHING, isAppOpen: false, portal: { ...portal, app: { ...app, stage: 'uninstalled' } } })
  expect(said()).toBe('Nothing is bound: Sample app is not installed.')
})

it('shows what is bound, and as whom it runs', () => {
  const panel = createPanel()
  panel.update(TWO)
  const rows = findAll(panel.element, 'tbody tr').map((row) => textsOf(findAll(row, 'td, td code')))
  const { url, boundAt } = createHandler()
  const bound = `bound ${writeTime(boundAt)}${url}`
  expect(rows).toEqual([
    ['1', `ONCRMDEALADD ${bound}`, 'ONCRMDEALADD', url, '…', 'the acting user', 'Forge'],
    ['2', `ONTASKADD ${bound}`, 'ONTASKADD', url, '…', 'Boris (2)', 'Forge'],
  ])
  panel.update(NOTHING)
  expect(findAll(panel.element, 'tbody tr')).toEqual([])
})

it('leads from the number of each to its deliveries', () => {
  const panel = createPanel()
  panel.update(TWO)
  const [, second] = findAll(panel.element, 'tbody a') as HTMLAnchorElement[]
  second?.click()
  expect(panel.showDeliveriesOf).toHaveBeenCalledWith(2)
  expect(second?.hash).toBe('#deliveries')
})

it('says of each whether it would be called if the one who is chosen acts, and if not, why', () => {
  const panel = createPanel()
  const reason = 'user 2 is inactive'
  const explained = new Map([
    [1, createExplained()],
    [2, createExplained({ handlerId: 2, called: false, reason })],
  ])
  panel.update({ ...TWO, explained, actor: 2 })
  expect(textsOf(findAll(panel.element, 'th'))).toContain('If Boris (2) acts')
  const verdicts = findAll(panel.element, '.verdict')
  expect(textsOf(verdicts)).toEqual(['called', 'not called: user 2 is inactive'])
  expect(verdicts.map(({ dataset }) => dataset.tone)).toEqual(['good', 'warn'])
  expect(verdicts.map(({ dataset }) => dataset.label)).toEqual(['If Boris (2) acts', 'If Boris (2) acts'])
  panel.update({ ...TWO, explained: new Map(), actor: 'robot' })
  expect(textsOf(findAll(panel.element, 'th'))).toContain('If a robot acts')
  expect(textsOf(verdicts)).toEqual(['…', '…'])
  const explainFailure = { tone: 'bad', text: 'The portal can’t be reached.' } as const
  panel.update({ ...TWO, explainFailure })
  expect(textsOf(findAll(panel.element, '[role=status]'))).toContain(explainFailure.text)
})

it('says when those are called that only a step of the app calls', () => {
  const panel = createPanel()
  const events = ['ONAPPINSTALL', 'ONAPPUPDATE', 'ONAPPUNINSTALL']
  const handlers = events.map((event, index) => createHandler({ id: index + 1, event }))
  panel.update(createModel({ portal: createState({ handlers }) }))
  expect(textsOf(findAll(panel.element, '.verdict'))).toEqual([
    'called when the installation is finished',
    'called when a new version comes',
    'called when the app is uninstalled',
  ])
  expect(findAll(panel.element, '.verdict[data-label]')).toEqual([])
})

it('keeps a long URL to some lines that are scrolled, by keyboard too', () => {
  const panel = createPanel()
  const handlers = [
    createHandler(),
    createHandler({ id: 2, url: `https://a.example/?key=${'x'.repeat(250)}` }),
  ]
  panel.update(createModel({ portal: createState({ handlers }) }))
  const urls = findAll(panel.element, '.url')
  expect(textsOf(urls)).toEqual(handlers.map(({ url }) => url))
  expect(urls.map(({ tabIndex }) => tabIndex)).toEqual([-1, 0])
})

it('forges for the handler whose button is pressed, and says what that is as long as there is one', () => {
  const panel = createPanel()
  panel.update(NOTHING)
  expect(find(panel.element, '.told').hidden).toBe(true)
  panel.update(TWO)
  expect(find(panel.element, '.told').hidden).toBe(false)
  const [, second] = findAll(panel.element, 'tbody button')
  expect(second?.getAttribute('aria-label')).toBe('Forge a delivery to handler 2, ONTASKADD')
  second?.click()
  expect(panel.forge.mock.calls).toEqual([[2]])
})

it.each<[Partial<Delivery>, string, string]>([
  [{ state: 'answered', status: 403 }, 'good', 'Refused with 403: the handler checks application_token'],
  [{ state: 'answered', status: 200 }, 'bad', 'Accepted with 200: this handler believes anybody'],
  [{ state: 'answered', status: 404 }, 'warn', 'Answered 404'],
  [{ state: 'answered', status: 500 }, 'warn', 'Answered 500'],
  [{ state: 'failed', reason: 'ECONNREFUSED' }, 'bad', 'No answer: ECONNREFUSED'],
])('says plainly what %o means for a forged one', (values, tone, text) => {
  const panel = createPanel()
  panel.update({ ...TWO, forged: describeForgery(createDelivery({ forged: true, ...values })) })
  const outcome = find(panel.element, '.told .outcome')
  expect(outcome.textContent).toContain(text)
  expect(outcome.dataset.tone).toBe(tone)
  expect(outcome.getAttribute('role')).toBe('status')
})
