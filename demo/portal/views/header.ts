import { h, setAttribute, setText, type View } from '../dom.js'
import type { Connection, PageModel } from '../state/model.js'

const RULES = {
  documented: 'Rules as documented',
  current: 'Rules of portals of today',
} as const

const CONNECTIONS: Readonly<Record<Connection, string>> = {
  connecting: 'Connecting to the portal…',
  live: 'Connected',
  lost: 'Connection lost. What you see may be old. Trying again…',
  ended: 'The portal is gone. Start it again, then reload this page.',
}

export type HeaderData = Pick<PageModel, 'connection' | 'portal'>

/**
 * Which page this is, whether its portal answers, and by which rules.
 * @param sections what leads to the parts of the page
 */
export function createHeader(sections: HTMLElement): View<HeaderData> {
  const rules = h('a', { class: 'quiet', href: '#rules' })
  const connection = h('p', { class: 'connection', role: 'status' })
  const element = h(
    'header',
    { class: 'page-header' },
    h('div', { class: 'brand' }, h('h1', {}, 'Simulated portal'), connection),
    sections,
    rules,
  )

  return {
    element,
    update({ connection: state, portal }) {
      setText(connection, CONNECTIONS[state])
      setAttribute(connection, 'data-connection', state)
      setText(rules, portal ? RULES[portal.rules] : '')
    },
  }
}
