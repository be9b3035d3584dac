import type { Handler } from 'bx24-events/portal'
import { button, createChoices, h, setAttribute, setText, type View } from '../dom.js'
import { findForgeTarget, type PageModel } from '../state/model.js'
import { createOutcome } from './outcome.js'

export interface ForgeOptions {
  forge(): void
  chooseTarget(handlerId: number): void
}

export type ForgeData = Pick<PageModel, 'portal' | 'forgeTargetId' | 'forged'>

const WHAT =
  'A POST as somebody would send it who does not know the application_token. A good handler answers 403.'

/** Puts a handler to the test: does it believe anybody? */
export function createForge({ forge, chooseTarget }: ForgeOptions): View<ForgeData> {
  const press = button('Forge a delivery', forge, { 'aria-describedby': 'forge-hint' })
  const select = h('select', { id: 'forge-target' })
  const target = h('div', { class: 'field' }, h('label', { for: 'forge-target' }, 'For handler'), select)
  const hint = h('p', { id: 'forge-hint', class: 'quiet' })
  const outcome = createOutcome()
  const showTargets = createChoices(select)
  select.addEventListener('change', () => chooseTarget(Number(select.value)))

  return {
    element: h('div', { class: 'forge' }, h('div', { class: 'row' }, press, target), hint, outcome.element),
    update(data) {
      const chosen = findForgeTarget(data)
      setAttribute(press, 'disabled', !chosen)
      setAttribute(target, 'hidden', !chosen)
      setText(hint, chosen ? WHAT : describeNoTarget(data))
      const newestFirst = [...(data.portal?.handlers ?? [])].reverse()
      showTargets(newestFirst.map(writeTarget), String(chosen?.id ?? ''))
      outcome.update(data.forged)
    },
  }
}

function describeNoTarget({ portal }: Pick<ForgeData, 'portal'>): string {
  const isInstalled = portal?.app.stage !== 'uninstalled'
  const how = isInstalled ? 'bind one first' : `${portal.app.title} is not installed`
  return `There is no handler that could be tried: ${how}.`
}

function writeTarget({ id, event }: Handler) {
  return { value: String(id), label: `${id}: ${event}` }
}
