import type { Delivery } from 'bx24-events/portal'
import { expect, it, vi } from 'vitest'
import { createHandlersPanel } from '../../../demo/portal/views/handlers-panel.js'
import { describeForgery } from '../../../demo/portal/words.js'
import { enter, find, findAll, textsOf } from './finding.js'
import { createModel } from './model.js'
import { createDelivery, createExplained, createHandler, createState } from './samples.js'

const HANDLERS = [createHandler(), createHandler({ id: 2, event: 'ONTASKADD', authType: 2 })]
const NOTHING = createModel()
const TWO = createModel({ portal: createState({ handlers: HANDLERS }) })

function createPanel() {
  const options = { forge: vi.fn(), chooseTarget: vi.fn(), showDeliveriesOf: vi.fn() }
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
  const rows = findAll(panel.element, 'tbody tr').map((row) => textsOf(findAll(row, 'td')).slice(0, 5))
  const { url } = createHandler()
  expect(rows).toEqual([
    ['1', 'ONCRMDEALADD', '…', 'the acting user', url],
    ['2', 'ONTASKADD', '…', 'Boris (2)', url],
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

it('says of each whether it would be called if the one who is chosen acted now, and if not, why', () => {
  const panel = createPanel()
  const reason = 'user 2 is inactive'
  const explained = new Map([
    [1, createExplained()],
    [2, createExplained({ handlerId: 2, called: false, reason })],
  ])
  panel.update({ ...TWO, explained, actor: 2 })
  expect(textsOf(findAll(panel.element, 'th'))).toContain('If Boris (2) acted now')
  const verdicts = findAll(panel.element, '.verdict')
  expect(textsOf(verdicts)).toEqual(['called', 'not called: user 2 is inactive'])
  expect(verdicts.map(({ dataset }) => dataset.tone)).toEqual(['good', 'warn'])
  panel.update({ ...TWO, explained: new Map(), actor: 'robot' })
  expect(textsOf(findAll(panel.element, 'th'))).toContain('If a robot acted now')
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
})

it('forges for the newest handler, or the chosen one, and says why it can not where there is none', () => {
  const panel = createPanel()
  panel.update(NOTHING)
  const button = find<HTMLButtonElement>(panel.element, '.forge button')
  const select = find<HTMLSelectElement>(panel.element, 'select')
  expect(button.disabled).toBe(true)
  expect(panel.element.textContent).toContain('There is no handler that could be tried: bind one first.')
  const { app } = createState()
  panel.update(createModel({ portal: createState({ app: { ...app, stage: 'uninstalled' } }) }))
  expect(panel.element.textContent).toContain('could be tried: Sample app is not installed.')
  panel.update(TWO)
  expect(button.disabled).toBe(false)
  expect(select.value).toBe('2')
  enter(select, '1')
  expect(panel.chooseTarget).toHaveBeenCalledWith(1)
  panel.update({ ...TWO, forgeTargetId: 1 })
  expect(select.value).toBe('1')
  button.click()
  expect(panel.forge).toHaveBeenCalledOnce()
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
  const outcome = find(panel.element, '.forge .outcome')
  expect(outcome.textContent).toContain(text)
  expect(outcome.dataset.tone).toBe(tone)
  expect(outcome.getAttribute('role')).toBe('status')
})
