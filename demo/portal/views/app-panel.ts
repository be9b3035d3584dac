import type { PageApp } from 'bx24-events/server'
import { button, h, setAttribute, setText, type View } from '../dom.js'
import { findOpener, type PageModel, type VersionDraft } from '../state/model.js'
import { type AppStep, STAGES } from '../step-words.js'
import { writeUser } from '../words.js'
import { createBadge, createOutcome } from './outcome.js'
import { createPanel } from './panel.js'
import { createVersionForm } from './version-form.js'

export interface AppPanelOptions {
  takeStep(step: AppStep): void
  editVersion(draft: VersionDraft): void
  chooseDeletesData(deletesData: boolean): void
}

export type AppPanelData = Pick<
  PageModel,
  'portal' | 'chosenUserId' | 'versionDraft' | 'deletesData' | 'stepped'
>

/** Where the app is in its life, and the steps that lead on. */
export function createAppPanel(options: AppPanelOptions): View<AppPanelData> {
  const { takeStep, editVersion, chooseDeletesData } = options
  const facts = createFacts()
  const meaning = h('p', { class: 'quiet hint' })
  const actor = h('p', { class: 'quiet hint' })
  const finish = button('Finish installation', () => takeStep('finishInstall'))
  const version = createVersionForm({ edit: editVersion, submit: () => takeStep('update') })
  const uninstall = button('Uninstall', () => takeStep('uninstall'))
  const install = button('Install again', () => takeStep('install'))
  const clean = h('input', { type: 'checkbox' })
  clean.addEventListener('change', () => chooseDeletesData(clean.checked))
  const outcome = createOutcome()
  const steps = h(
    'div',
    { class: 'steps' },
    h('div', { class: 'row' }, finish, install),
    version.element,
    h('div', { class: 'row' }, uninstall, h('label', { class: 'check' }, clean, 'and delete its data')),
  )
  const { element, tools } = createPanel('App', facts.element, meaning, steps, actor, outcome.element)
  let badge: HTMLElement | undefined

  return {
    element,
    update(data) {
      const { portal, versionDraft, deletesData, stepped } = data
      const opener = findOpener(data)
      const app = opener && portal?.app
      const focused = steps.contains(document.activeElement)
      setAttribute(finish, 'disabled', app?.stage !== 'installing')
      setAttribute(install, 'disabled', app?.stage !== 'uninstalled')
      for (const control of [uninstall, clean])
        setAttribute(control, 'disabled', !app || app.stage === 'uninstalled')
      version.update({ app, versionDraft })
      clean.checked = deletesData
      if (focused) keepFocus(steps)
      outcome.update(stepped)
      if (!app) return
      facts.update(app)
      setText(meaning, STAGES[app.stage].text)
      if (badge?.textContent !== app.stage) {
        badge = createBadge(app.stage, STAGES[app.stage].tone)
        tools.replaceChildren(badge)
      }
      setText(actor, `Done by ${writeUser(portal.users, opener.id)}, who has the app open.`)
    },
  }
}

/** A button that has done its work may fit no more. Who works by keyboard goes on with the next that does. */
function keepFocus(steps: HTMLElement): void {
  const { activeElement } = document
  if (activeElement && steps.contains(activeElement) && !activeElement.matches('[disabled]')) return
  steps.querySelector<HTMLElement>('button:not([disabled])')?.focus()
}

function createFacts(): View<PageApp> {
  const names = ['Title', 'Client id', 'Version', 'Scopes'] as const
  const values = names.map((name) => ({ name, value: h('dd', { class: 'breaks' }) }))
  const rows = values.map(({ name, value }) => h('div', {}, h('dt', {}, name), value))
  return {
    element: h('dl', { class: 'values facts-of-app' }, ...rows),
    update({ title, id, version, scopes }) {
      const texts = { Title: title, 'Client id': id, Version: version, Scopes: scopes.join(', ') || 'none' }
      for (const { name, value } of values) setText(value, texts[name])
    },
  }
}
