import { createChoices, h, setAttribute, setText, type View } from '../dom.js'
import { type Connection, findOpener, type PageModel } from '../state/model.js'
import { writeUser } from '../words.js'

const RULES = {
  documented: 'rules as documented',
  current: 'rules of portals of today',
} as const

const CONNECTIONS: Readonly<Record<Connection, string>> = {
  connecting: 'Connecting to the portal…',
  live: 'Live',
  lost: 'The connection to the portal is lost. What you see may be old. Trying again…',
  ended: 'The portal does not answer any more. Start it again, then reload this page.',
}

export type HeaderData = Pick<PageModel, 'connection' | 'portal' | 'chosenUserId' | 'isAppOpen'>

/** Which portal this is, and who has the app open. */
export function createHeader(chooseUser: (id: number) => void): View<HeaderData> {
  const origin = h('code', {})
  const rules = h('span', {})
  const connection = h('p', { class: 'connection', role: 'status' })
  const select = h('select', { id: 'user', disabled: true })
  const rights = h('span', { class: 'quiet' })
  const showUsers = createChoices(select)
  select.addEventListener('change', () => chooseUser(Number(select.value)))

  const element = h(
    'header',
    { class: 'page-header' },
    h('div', { class: 'brand' }, h('h1', {}, 'Simulated portal'), connection),
    h('p', { class: 'facts quiet' }, h('span', {}, 'No live data'), origin, rules),
    h('div', { class: 'opener' }, h('label', { for: 'user' }, 'User'), select, rights),
  )

  return {
    element,
    update(data) {
      const { portal } = data
      const opener = findOpener(data)
      setText(connection, CONNECTIONS[data.connection])
      setAttribute(connection, 'data-connection', data.connection)
      setText(origin, portal?.origin ?? '')
      setText(rules, portal ? RULES[portal.rules] : '')
      setAttribute(select, 'disabled', !opener)
      if (!portal || !opener) return
      const choices = portal.users.map(({ id }) => ({
        value: String(id),
        label: writeUser(portal.users, id),
      }))
      showUsers(choices, String(opener.id))
      const role = opener.admin ? 'an administrator' : 'not an administrator'
      setText(rights, `${role}, ${data.isAppOpen ? 'has the app open' : 'the app is not open'}`)
    },
  }
}
