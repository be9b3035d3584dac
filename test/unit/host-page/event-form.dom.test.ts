import { beforeEach, expect, it } from 'vitest'
import { createActions } from '../../../demo/portal/actions.js'
import type { PageModel } from '../../../demo/portal/state/model.js'
import { createRecords } from '../../../demo/portal/state/records.js'
import { createEventForm } from '../../../demo/portal/views/event-form.js'
import { createTestApi, createTestOutlet, type TestApi } from './asked.js'
import { enter, find, findAll, textsOf } from './finding.js'
import { createTestStore } from './model.js'
import { createExplanation } from './samples.js'

let api: TestApi
let form: ReturnType<typeof createTestForm>

beforeEach(() => {
  api = createTestApi()
  form = createTestForm()
})

/** The form with what it does; `show` is what the page does in each frame. */
function createTestForm(values: Partial<PageModel> = {}) {
  const store = createTestStore(values)
  const options = { api, outlet: createTestOutlet(), records: createRecords(localStorage) }
  const { element, update } = createEventForm(createActions(store, options))
  document.body.replaceChildren(element)
  const show = () => update(store.model)
  show()
  return {
    ...{ store, element, show },
    event: find<HTMLInputElement>(element, '#any-event'),
    data: find<HTMLInputElement>(element, '#event-data'),
    times: find<HTMLInputElement>(element, '#event-times'),
    press: find<HTMLButtonElement>(element, '[type=submit]'),
  }
}

function write(control: HTMLInputElement, text: string): void {
  enter(control, text)
  form.show()
}

it('starts with an everyday event and its sample, and offers every documented event', () => {
  expect(form.event.value).toBe('ONCRMDEALADD')
  expect(JSON.parse(form.data.value)).toEqual({ FIELDS: { ID: '7405' } })
  expect(findAll(form.element, 'datalist option')).toHaveLength(206)
})

it('puts the sample of another event in place of a sample, and never in place of what a person wrote', () => {
  write(form.event, 'ontaskd')
  expect(form.data.value).toContain('7405')
  write(form.event, 'ontaskdelete')
  expect(form.data.value).toContain('FIELDS_BEFORE')
  write(form.data, '{"mine": 1}')
  write(form.event, 'ONCRMDEALADD')
  expect(form.data.value).toBe('{"mine": 1}')
  find(form.element, 'button.small').click()
  form.show()
  expect(form.data.value).toContain('7405')
})

it('raises it as the one who acts, and says what that causes', async () => {
  write(form.event, ' onCrmLeadAdd ')
  write(form.data, '{"FIELDS": {"ID": "9"}}')
  form.store.change({ actor: 2 })
  form.press.click()
  const data = { FIELDS: { ID: '9' } }
  expect(api.newest).toMatchObject({
    path: '/api/raise',
    body: { event: 'onCrmLeadAdd', data, by: 2, times: 1 },
  })
  await api.newest.answer([])
  await api.newest.answer(createExplanation({}))
  expect(form.store.model.performed).toEqual({
    tone: 'good',
    text: 'ONCRMLEADADD raised by Boris (2). 1 handler will be called.',
  })
})

it.each<[string, 'event' | 'data' | 'times', string, string]>([
  ['no event', 'event', ' ', 'Which event?'],
  ['no JSON', 'data', '{"a": }', 'The data is no JSON. Line 1, column 7: expected a value, not "}".'],
  ['a part of a time', 'times', '1.5', 'Times: expected a whole number from 1 to 10000, not “1.5”.'],
  ['too many times', 'times', '10001', 'not “10001”.'],
  ['no times', 'times', '', 'not “”.'],
])('asks the portal for nothing, and says what is wrong with %s', (_, name, text, says) => {
  write(form[name], text)
  form.press.click()
  expect(api.asked).toEqual([])
  expect(form.store.model.performed?.tone).toBe('bad')
  expect(form.store.model.performed?.text).toContain(says)
})

it('raises it many times, some after the other, shows how far it is, and keeps the focus', async () => {
  write(form.times, '60')
  form.press.focus()
  form.press.click()
  form.show()
  expect(document.activeElement).toBe(form.press)
  for (const [done, times] of [
    [0, 25],
    [25, 25],
    [50, 10],
  ]) {
    form.show()
    expect(find(form.element, '.raised').textContent).toBe(`${done} of 60 raised`)
    expect(api.newest.body).toMatchObject({ event: 'ONCRMDEALADD', times })
    await api.newest.answer([])
  }
  expect(api.asked).toHaveLength(4)
  await api.newest.answer(createExplanation({}))
  form.show()
  expect(find(form.element, '.raised').hidden).toBe(true)
  expect(form.store.model.performed?.text).toBe(
    'ONCRMDEALADD raised 60 times by Anna (1). 1 handler will be called.',
  )
})

it('stops at a second press', async () => {
  write(form.times, '1000')
  form.press.click()
  await api.newest.answer([])
  form.show()
  expect(textsOf([form.press])).toEqual(['Stop'])
  form.press.click()
  await api.newest.answer([])
  expect(api.newest.path).toBe('/api/explain')
  await api.newest.answer(createExplanation({}))
  form.show()
  expect(form.store.model.performed?.text).toMatch(
    /^Stopped after 50 of 1,000\. ONCRMDEALADD raised 50 times/,
  )
  expect(textsOf([form.press])).toEqual(['Raise'])
})

it('says why it could not go on, and how far it came', async () => {
  write(form.times, '50')
  form.press.click()
  await api.newest.answer([])
  await api.newest.refuse('There is no event X.')
  expect(form.store.model.performed).toEqual({ tone: 'bad', text: '25 of 50 raised. There is no event X.' })
  expect(form.store.model.raising).toBeUndefined()
})
