import { beforeEach, expect, it, vi } from 'vitest'
import { createUsersPanel } from '../../../demo/portal/views/users-panel.js'
import { find, findAll, textsOf } from './finding.js'
import { createModel } from './model.js'
import { ANNA, BORIS, createState } from './samples.js'

const setRight = vi.fn()
let panel: ReturnType<typeof createUsersPanel>

beforeEach(() => {
  setRight.mockReset()
  panel = createUsersPanel(setRight)
  document.body.replaceChildren(panel.element)
})

const groups = () => findAll(panel.element, '[role=group]')
const switches = (index: number) =>
  findAll(groups()[index] as HTMLElement, '[role=switch]') as HTMLInputElement[]
const areOn = (index: number) => switches(index).map(({ checked }) => checked)

it('shows what each user may do, in a group that is named after him', () => {
  panel.update(createModel())
  const names = groups().map((group) => document.getElementById(group.getAttribute('aria-labelledby') ?? ''))
  expect(names.map((name) => name?.textContent)).toEqual(['Anna (1)', 'Boris (2)'])
  expect(textsOf(findAll(groups()[1] as HTMLElement, 'label'))).toEqual([
    'Administrator',
    'Active',
    'May open the app',
  ])
  expect([areOn(0), areOn(1)]).toEqual([
    [true, true, true],
    [false, true, true],
  ])
})

it('says who has the app open', () => {
  panel.update(createModel({ chosenUserId: 2 }))
  expect(groups().map((group) => group.textContent?.includes('has the app open'))).toEqual([false, true])
  panel.update(createModel({ chosenUserId: 2, isAppOpen: false }))
  expect(groups().some((group) => group.textContent?.includes('has the app open'))).toBe(false)
})

it('asks for what is switched', () => {
  panel.update(createModel())
  for (const one of switches(1)) one.click()
  expect(setRight.mock.calls).toEqual([
    [{ userId: 2, right: 'admin', value: true }],
    [{ userId: 2, right: 'active', value: false }],
    [{ userId: 2, right: 'access', value: false }],
  ])
})

it('leaves a switch where it was put until the portal has answered, then stands as the portal says', () => {
  panel.update(createModel())
  switches(1)[2]?.click()
  const wantedRights = [
    { userId: 2, right: 'access', value: true },
    { userId: 2, right: 'access', value: false },
  ] as const
  panel.update(createModel({ wantedRights }))
  expect([areOn(0), areOn(1)]).toEqual([
    [true, true, true],
    [false, true, false],
  ])
  panel.update(createModel({ rightFailure: { tone: 'bad', text: 'The portal can’t be reached.' } }))
  expect(areOn(1)).toEqual([false, true, true])
  expect(find(panel.element, '[role=status]').textContent).toBe('The portal can’t be reached.')
})

it('follows what the portal tells, and keeps the focus', () => {
  panel.update(createModel())
  const [admin] = switches(1)
  admin?.focus()
  panel.update(createModel({ portal: createState({ users: [ANNA, { ...BORIS, admin: true }] }) }))
  expect(areOn(1)).toEqual([true, true, true])
  expect(document.activeElement).toBe(admin)
})
