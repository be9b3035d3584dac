import { expect, it, vi } from 'vitest'
import { createActivitiesPanel } from '../../../demo/portal/views/activities-panel.js'
import { createConditionsPanel } from '../../../demo/portal/views/conditions-panel.js'
import { createHeader } from '../../../demo/portal/views/header.js'
import { createOpener } from '../../../demo/portal/views/opener.js'
import { createProblems } from '../../../demo/portal/views/problems.js'
import { enter, find, findAll, textsOf } from './finding.js'
import { createModel } from './model.js'
import { createHandler, createState } from './samples.js'

const nothing = () => undefined
const CONDITIONS = {
  ...{ setLoad: nothing, chooseAnswersCalls: nothing, setTokenLifetime: nothing, setFaults: nothing },
  ...{ setAccess: nothing, expireTokens: nothing, reloadPage: nothing },
}

const EVENT_FORM = {
  ...{ editEvent: () => undefined, takeSample: () => undefined },
  ...{ raiseEvent: () => undefined, stopRaising: () => undefined },
}

const LIVE = { connection: 'live', portal: createState() } as const

const createTestHeader = () => createHeader(document.createElement('nav'))

it('says in the header by which rules the portal goes, and leads to what they mean', () => {
  const header = createTestHeader()
  const conditions = createConditionsPanel(CONDITIONS)
  document.body.replaceChildren(header.element, conditions.element)
  header.update({ ...LIVE, connection: 'connecting', portal: undefined })
  const rules = find<HTMLAnchorElement>(header.element, 'a')
  expect(rules.textContent).toBe('')
  header.update(LIVE)
  expect(rules.textContent).toBe('Rules as documented')
  expect(document.querySelector(rules.hash)?.textContent).toContain('Rules')
})

it('offers to open the app as each user, and says who of them is an administrator', () => {
  const chooseUser = vi.fn()
  const opener = createOpener(chooseUser)
  const select = find<HTMLSelectElement>(opener.element, 'select')
  opener.update({ portal: undefined, chosenUserId: undefined })
  expect(select.disabled).toBe(true)
  opener.update({ portal: createState(), chosenUserId: undefined })
  expect(select.disabled).toBe(false)
  expect(textsOf(findAll(select, 'option'))).toEqual(['Anna (1), administrator', 'Boris (2)'])
  enter(select, '2')
  expect(chooseUser).toHaveBeenCalledWith(2)
  opener.update({ portal: createState(), chosenUserId: 2 })
  expect(select.value).toBe('2')
})

it('says so when the connection is lost, and when it is back', () => {
  const header = createTestHeader()
  header.update({ ...LIVE, connection: 'lost' })
  const status = find(header.element, '[role=status]')
  expect(status.textContent).toContain('lost')
  header.update({ ...LIVE, connection: 'ended' })
  expect(status.textContent).toContain('reload')
  header.update(LIVE)
  expect(status.textContent).toBe('Connected')
})

it('offers everyday actions, done by who has the app open, by another user, or by a robot', () => {
  const options = { ...EVENT_FORM, perform: vi.fn(), chooseActor: vi.fn() }
  const panel = createActivitiesPanel(options)
  const data = createModel()
  panel.update(data)
  const [first] = findAll(panel.element, 'button')
  expect(first?.textContent).toBe('Create a deal ONCRMDEALADD')
  first?.click()
  expect(options.perform.mock.lastCall).toMatchObject([{ event: 'ONCRMDEALADD' }])
  const select = find<HTMLSelectElement>(panel.element, 'select')
  expect(select.value).toBe('opener')
  expect(select.textContent).toContain('Anna (1), who has the app open')
  panel.update({ ...data, isAppOpen: false })
  expect(select.textContent).toContain('Anna (1), chosen to have the app open')
  enter(select, 'robot')
  enter(select, '2')
  expect(options.chooseActor.mock.calls).toEqual([['robot'], [2]])
  panel.update({ ...data, performed: { tone: 'good', text: '1 handler will be called.' } })
  expect(find(panel.element, '[role=status]').textContent).toBe('1 handler will be called.')
})

it('lets those actions stand out that reach a handler, and says what an action does until one was taken', () => {
  const panel = createActivitiesPanel({ ...EVENT_FORM, perform: nothing, chooseActor: nothing })
  const bound = () => findAll(panel.element, 'button.primary').map((one) => find(one, 'code').textContent)
  const hint = find(panel.element, '.told .hint')
  panel.update(createModel())
  expect([bound(), hint.hidden]).toEqual([[], false])
  const handlers = [createHandler({ event: 'ONTASKADD' })]
  const performed = { tone: 'good', text: '1 handler will be called.' } as const
  panel.update(createModel({ portal: createState({ handlers }), performed }))
  expect([bound(), hint.hidden]).toEqual([['ONTASKADD'], true])
})

it('spells out how long a delivery waits with a load', () => {
  const setLoad = vi.fn()
  const panel = createConditionsPanel({ ...CONDITIONS, setLoad })
  panel.update(createModel({ portal: createState({ load: 3 }), wantedLoad: undefined }))
  const slider = find<HTMLInputElement>(panel.element, 'input')
  expect(slider.value).toBe('3')
  expect(panel.element.textContent).toContain('a delivery waits 4 s')
  panel.update(createModel({ portal: createState({ load: 3, baseDelay: 50 }) }))
  expect(panel.element.textContent).toContain('a delivery waits 200 ms')
  enter(slider, '5')
  expect(setLoad).toHaveBeenCalledWith(5)
})

it('says which rules hold, what they mean, and how to have the others, however the portal was started', () => {
  const panel = createConditionsPanel(CONDITIONS)
  const ways = (other: string) =>
    `For the others: --rules ${other} of npx bx24-portal, rules: '${other}' of startPortal, or PORTAL_RULES=${other} npm run demo.`
  panel.update(createModel({ portal: createState({ rules: 'documented' }) }))
  expect(panel.element.textContent).toMatch(
    /Rules: documented.*only administrators bind.*deletes all handlers/,
  )
  expect(panel.element.textContent).toContain(ways('current'))
  panel.update(createModel({ portal: createState({ rules: 'current' }) }))
  expect(panel.element.textContent).toMatch(/Rules: current.*anyone binds.*keeps all handlers/)
  expect(panel.element.textContent).toContain(ways('documented'))
})

it('says by which way the calls of the app go, and lets a person choose', () => {
  const chooseAnswersCalls = vi.fn()
  const panel = createConditionsPanel({ ...CONDITIONS, chooseAnswersCalls })
  document.body.replaceChildren(panel.element)
  const control = find<HTMLInputElement>(panel.element, '[role=switch]')
  panel.update(createModel())
  expect(control.checked).toBe(true)
  expect(panel.element.textContent).toContain('calls go by message')
  control.click()
  expect(chooseAnswersCalls).toHaveBeenCalledWith(false)
  panel.update(createModel({ answersCalls: false }))
  expect(control.checked).toBe(false)
  expect(panel.element.textContent).toContain('makes its calls over HTTP')
})

it('keeps the slider where it was drawn to until the portal has taken it', () => {
  const panel = createConditionsPanel(CONDITIONS)
  const slider = find<HTMLInputElement>(panel.element, 'input')
  panel.update(createModel({ portal: createState({ load: 1 }), wantedLoad: 9 }))
  expect(slider.value).toBe('9')
  const loadFailure = { tone: 'bad', text: 'The portal can’t be reached.' } as const
  panel.update(createModel({ portal: createState({ load: 1 }), loadFailure }))
  expect(slider.value).toBe('1')
  expect(find(panel.element, '[role=status]').textContent).toBe(loadFailure.text)
})

it('shows a problem until it was seen', () => {
  const dismiss = vi.fn()
  const problems = createProblems(dismiss)
  problems.update([{ id: 7, text: 'No answer.' }])
  expect(problems.element.textContent).toContain('No answer.')
  find(problems.element, 'button').click()
  expect(dismiss).toHaveBeenCalledWith(7)
  problems.update([])
  expect(problems.element.textContent).toBe('')
})
