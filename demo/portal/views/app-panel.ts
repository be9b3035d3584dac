import type { PageApp } from 'bx24-events/server'
import { h, setText, type View } from '../dom.js'
import { findOpener, type PageModel } from '../state/model.js'
import { STAGES } from '../step-words.js'
import { writeOpener } from '../words.js'
import { type AppStepsOptions, createAppSteps } from './app-steps.js'
import { createBadge, createOutcome } from './outcome.js'
import { createPanel } from './panel.js'

export type AppPanelData = Pick<
  PageModel,
  'portal' | 'chosenUserId' | 'isAppOpen' | 'versionDraft' | 'deletesData' | 'stepped'
>

/** Where the app is in its life, and the steps that lead on. */
export function createAppPanel(options: AppStepsOptions): View<AppPanelData> {
  const facts = createFacts()
  const meaning = h('p', { class: 'quiet hint' })
  const scopeWarnings = createOutcome()
  const steps = createAppSteps(options)
  const actor = h('p', { class: 'quiet hint' })
  const outcome = createOutcome()
  const { element, tools } = createPanel(
    'App',
    ...[facts.element, meaning, steps.element, actor, outcome.element, scopeWarnings.element],
  )
  let badge: HTMLElement | undefined

  return {
    element,
    update(data) {
      const { portal, isAppOpen, versionDraft, deletesData, stepped } = data
      const opener = findOpener(data)
      const app = opener && portal?.app
      steps.update({ app, versionDraft, deletesData })
      const isOver = stepped?.stage !== undefined && stepped.stage !== app?.stage
      outcome.update(isOver ? undefined : stepped)
      if (!app) return
      facts.update(app)
      const warnings = app.scopeWarnings?.join(' ')
      scopeWarnings.update(warnings === undefined ? undefined : { tone: 'warn', text: warnings })
      setText(meaning, STAGES[app.stage].text)
      setText(actor, `Each step is taken by ${writeOpener(portal.users, opener.id, isAppOpen)}.`)
      if (badge?.textContent === app.stage) return
      badge = createBadge(app.stage, STAGES[app.stage].tone)
      tools.replaceChildren(badge)
    },
  }
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
