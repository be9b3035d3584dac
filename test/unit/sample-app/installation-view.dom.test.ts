import { beforeEach, expect, it, vi } from 'vitest'
import type { Actions } from '../../../demo/app/actions.js'
import { createInitialState, type Installation } from '../../../demo/app/state.js'
import { createInstallationView } from '../../../demo/app/views/installation-view.js'
import type { View } from '../../../demo/app/views/view.js'

const HANDLER = 'http://127.0.0.1:5173/handler/'

const finishInstallation = vi.fn(async () => undefined)
let view: View
beforeEach(() => {
  finishInstallation.mockClear()
  const nothing = async () => undefined
  const actions: Actions = {
    ...{ connect: nothing, showAll: nothing, press: nothing, finishInstallation },
    edit: () => undefined,
  }
  view = createInstallationView(actions, HANDLER)
})

const show = (installation: Installation) => view.render({ ...createInitialState(HANDLER), installation })
const button = () => view.element.querySelector('button') as HTMLButtonElement
const said = () => view.element.querySelector('[role=status]')?.textContent

it('is there only where the installation is to be finished', () => {
  show({ kind: 'none' })
  expect(view.element.hidden).toBe(true)
  show({ kind: 'open' })
  expect(view.element.hidden).toBe(false)
  expect(view.element.querySelector('h2')?.textContent).toBe('Installation')
})

it('shows the code that the press stands for', () => {
  show({ kind: 'open' })
  const code = view.element.querySelector('code')?.textContent
  expect(code).toContain(`await BX24.callBind(event, '${HANDLER}')`)
  expect(code).toContain("['ONAPPINSTALL', 'ONAPPUPDATE', 'ONAPPUNINSTALL']")
  expect(code).toContain('await BX24.installFinish()')
  expect(button().textContent).toBe('Finish installation')
  button().click()
  expect(finishInstallation).toHaveBeenCalledOnce()
})

it('can be pressed again only where it failed', () => {
  const failure = { code: 'ACCESS_DENIED', text: '<b>Access denied!</b>', status: 403 }
  const pressable = (['open', 'under way', 'done'] as const).map((kind) => {
    show({ kind })
    return !button().disabled
  })
  expect(pressable).toEqual([true, false, false])
  expect(said()).toMatch(/opens the app anew/)
  show({ kind: 'failed', failure })
  expect(button().disabled).toBe(false)
  expect(said()).toBe('Not finished. ACCESS_DENIED: <b>Access denied!</b> (status 403)')
})
