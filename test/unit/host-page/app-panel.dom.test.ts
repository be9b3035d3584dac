import type { AppStage } from 'bx24-events/portal'
import { beforeEach, expect, it, vi } from 'vitest'
import type { PageModel } from '../../../demo/portal/state/model.js'
import { createAppPanel } from '../../../demo/portal/views/app-panel.js'
import { enter, find, findAll, textsOf } from './finding.js'
import { createModel } from './model.js'
import { createState } from './samples.js'

const options = { takeStep: vi.fn(), editVersion: vi.fn(), chooseDeletesData: vi.fn() }
let panel: ReturnType<typeof createAppPanel>

beforeEach(() => {
  vi.resetAllMocks()
  panel = createAppPanel(options)
  document.body.replaceChildren(panel.element)
})

function show(stage: AppStage, values: Partial<PageModel> = {}): void {
  const { app, ...portal } = createState()
  panel.update(createModel({ portal: { ...portal, app: { ...app, stage } }, ...values }))
}

function button(label: string): HTMLButtonElement {
  const found = findAll(panel.element, 'button').find(({ textContent }) => textContent === label)
  if (found) return found as HTMLButtonElement
  throw new Error(`No button ${label}`)
}

const input = (id: string) => find<HTMLInputElement>(panel.element, `#${id}`)
const offered = (selector: string) =>
  findAll(panel.element, selector).filter((one) => !one.closest('[hidden]'))
const open = () => textsOf(offered('button'))

it('says which app this is, and where it is in its life', () => {
  show('installing')
  expect(find(panel.element, 'h2').textContent).toBe('App')
  expect(textsOf(findAll(panel.element, 'dd'))).toEqual(['Sample app', 'local.1', '1.0.0', 'crm'])
  expect(find(panel.element, '.badge').textContent).toBe('installing')
  expect(panel.element.textContent).toContain('no event is delivered yet')
  show('installed')
  expect(find(panel.element, '.badge').textContent).toBe('installed')
  expect(panel.element.textContent).toContain('Each step is taken by Anna (1), who has the app open.')
  show('uninstalled', { isAppOpen: false })
  expect(panel.element.textContent).toContain('Each step is taken by Anna (1), chosen to have the app open.')
})

it.each<[AppStage, string[]]>([
  ['installing', ['Finish installation', 'New version', 'Uninstall']],
  ['installed', ['New version', 'Uninstall']],
  ['uninstalled', ['Install again']],
])('offers what fits an app that is %s', (stage, labels) => {
  show(stage)
  expect(open()).toEqual(labels)
})

it('offers nothing before the portal has told of the app', () => {
  panel.update(createModel({ portal: undefined }))
  expect(open()).toEqual([])
  expect(offered('input')).toEqual([])
})

it('names scopes that do nothing in this portal, for as long as the app asks for them', () => {
  const { app } = createState()
  const shown = () => findAll(panel.element, '[role=status]').map((one) => `${one.textContent}`)
  const scopeWarnings = ['No event asks for foo.', 'No event asks for bar.']
  panel.update(createModel({ portal: createState({ app: { ...app, scopeWarnings } }) }))
  expect(shown()).toContain('No event asks for foo. No event asks for bar.')
  panel.update(createModel())
  expect(shown().join('')).toBe('')
})

it('takes the steps that are pressed', () => {
  show('installing')
  for (const label of ['Finish installation', 'New version', 'Uninstall']) button(label).click()
  show('uninstalled')
  button('Install again').click()
  expect(options.takeStep.mock.calls).toEqual([['finishInstall'], ['update'], ['uninstall'], ['install']])
})

it('offers the next version and the scopes of the last one, to be edited', () => {
  show('installed')
  expect([input('next-version').value, input('next-scopes').value]).toEqual(['1.0.1', 'crm'])
  enter(input('next-version'), '2.0.0')
  expect(options.editVersion).toHaveBeenLastCalledWith({ version: '2.0.0', scopes: 'crm' })
  show('installed', { versionDraft: { version: '2.0.0', scopes: 'crm, task' } })
  expect([input('next-version').value, input('next-scopes').value]).toEqual(['2.0.0', 'crm, task'])
  show('uninstalled')
  expect(offered('input')).toEqual([])
})

it.each([
  ['1.9', '1.10'],
  ['2.0.0-beta', '2.0.1-beta'],
  ['first', 'first.1'],
])('offers after version %s the version %s', (version, next) => {
  panel.update(createModel({ portal: createState({ app: { ...createState().app, version } }) }))
  expect(input('next-version').value).toBe(next)
})

it('asks whether the data is to go too', () => {
  show('installed')
  const clean = find<HTMLInputElement>(panel.element, '[type=checkbox]')
  expect(clean.closest('label')?.textContent).toBe('and delete its data')
  clean.click()
  expect(options.chooseDeletesData).toHaveBeenCalledWith(true)
  show('installed', { deletesData: false })
  expect(clean.checked).toBe(false)
})

it('says what came of a step, until the app has gone on from there', () => {
  const stepped = {
    tone: 'good',
    text: 'Version 2. Now finish the installation.',
    stage: 'installing',
  } as const
  show('installing', { stepped })
  const outcome = find(panel.element, '[role=status]')
  expect([outcome.textContent, outcome.dataset.tone]).toEqual([stepped.text, 'good'])
  show('installed', { stepped })
  expect(outcome.textContent).toBe('')
})

it('leaves who works by keyboard at a button that fits', () => {
  show('installed')
  button('Uninstall').focus()
  show('uninstalled')
  expect(document.activeElement).toBe(button('Install again'))
  button('Install again').blur()
  show('installing')
  expect(panel.element.contains(document.activeElement)).toBe(false)
})
