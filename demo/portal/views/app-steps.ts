import type { PageApp } from 'bx24-events/server'
import { button, h, setAttribute, type View } from '../dom.js'
import type { PageModel, VersionDraft } from '../state/model.js'
import type { AppStep } from '../step-words.js'
import { createVersionForm } from './version-form.js'

export interface AppStepsOptions {
  takeStep(step: AppStep): void
  editVersion(draft: VersionDraft): void
  chooseDeletesData(deletesData: boolean): void
}

export interface AppStepsData extends Pick<PageModel, 'versionDraft' | 'deletesData'> {
  /** `undefined`: there is no app, or nobody who could take a step. */
  app: PageApp | undefined
}

/** The steps in the life of the app. Those are there that fit where it is. */
export function createAppSteps(options: AppStepsOptions): View<AppStepsData> {
  const { takeStep, editVersion, chooseDeletesData } = options
  const finish = button('Finish installation', () => takeStep('finishInstall'))
  const version = createVersionForm({ edit: editVersion, submit: () => takeStep('update') })
  const uninstall = button('Uninstall', () => takeStep('uninstall'))
  const install = button('Install again', () => takeStep('install'))
  const clean = h('input', { type: 'checkbox' })
  clean.addEventListener('change', () => chooseDeletesData(clean.checked))
  const ending = h(
    'div',
    { class: 'row' },
    uninstall,
    h('label', { class: 'check' }, clean, 'and delete its data'),
  )
  const element = h('div', { class: 'steps' }, ...[finish, install, version.element, ending])

  return {
    element,
    update({ app, versionDraft, deletesData }) {
      const hadFocus = element.contains(document.activeElement)
      const isThere = app !== undefined && app.stage !== 'uninstalled'
      setAttribute(finish, 'hidden', app?.stage !== 'installing')
      setAttribute(install, 'hidden', app?.stage !== 'uninstalled')
      for (const step of [version.element, ending]) setAttribute(step, 'hidden', !isThere)
      version.update({ app, versionDraft })
      clean.checked = deletesData
      if (hadFocus) keepFocus(element)
    },
  }
}

/** A button that has done its work may fit no more. Who works by keyboard goes on with the next that does. */
function keepFocus(steps: HTMLElement): void {
  const { activeElement } = document
  const isLost = !steps.contains(activeElement) || activeElement?.closest('[hidden]')
  const next = [...steps.querySelectorAll('button')].find((one) => !one.closest('[hidden]'))
  if (isLost) next?.focus()
}
