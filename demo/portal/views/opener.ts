import type { User } from 'bx24-events/portal'
import { createChoices, h, setAttribute, type View } from '../dom.js'
import { findOpener, type PageModel } from '../state/model.js'
import { writeUser } from '../words.js'

export type OpenerData = Pick<PageModel, 'portal' | 'chosenUserId'>

/** Who is to have the app open. */
export function createOpener(chooseUser: (id: number) => void): View<OpenerData> {
  const select = h('select', { id: 'opener', disabled: true })
  const showUsers = createChoices(select)
  select.addEventListener('change', () => chooseUser(Number(select.value)))

  return {
    element: h('div', { class: 'field' }, h('label', { for: select.id }, 'Open as'), select),
    update(data) {
      const opener = findOpener(data)
      setAttribute(select, 'disabled', !opener)
      if (opener) showUsers((data.portal?.users ?? []).map(toChoice), String(opener.id))
    },
  }
}

/** Who binds handlers has to be an administrator. */
function toChoice(user: User) {
  const name = writeUser([user], user.id)
  return { value: String(user.id), label: user.admin ? `${name}, administrator` : name }
}
