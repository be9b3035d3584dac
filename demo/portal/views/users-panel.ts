import type { User } from 'bx24-events/portal'
import { createKeyedList, h, setText, type View } from '../dom.js'
import { findOpener, type PageModel, type Right, type WantedRight } from '../state/model.js'
import { writeUser } from '../words.js'
import { createOutcome } from './outcome.js'
import { createPanel } from './panel.js'
import { createSwitch } from './switch.js'

export type UsersData = Pick<
  PageModel,
  'portal' | 'chosenUserId' | 'isAppOpen' | 'wantedRights' | 'rightFailure'
>

interface UserItem {
  user: User
  hasAppOpen: boolean
  wanted: readonly WantedRight[]
}

const RIGHTS: readonly (readonly [Right, string])[] = [
  ['admin', 'Administrator'],
  ['active', 'Active'],
  ['access', 'May open the app'],
]

const WHY =
  'Rights count when a delivery leaves the queue, and at every call of the app. Who has the app open keeps it open.'

/** What each user may do, to be changed at any time. */
export function createUsersPanel(setRight: (wanted: WantedRight) => void): View<UsersData> {
  const list = h('div', { class: 'users' })
  const failure = createOutcome()
  const { element } = createPanel('Users', h('p', { class: 'quiet hint' }, WHY), list, failure.element)
  const show = createKeyedList<UserItem>(list, {
    keyOf: ({ user }) => user.id,
    create: (item) => createUser(item, setRight),
  })

  return {
    element,
    update(data) {
      const { portal, isAppOpen, wantedRights, rightFailure } = data
      const opener = findOpener(data)
      const items = (portal?.users ?? []).map((user) => ({
        user,
        hasAppOpen: isAppOpen && user.id === opener?.id,
        wanted: wantedRights.filter(({ userId }) => userId === user.id),
      }))
      show(items)
      failure.update(rightFailure)
    },
  }
}

function createUser({ user: { id } }: UserItem, setRight: (wanted: WantedRight) => void): View<UserItem> {
  const nameId = `user-${id}-name`
  const name = h('h3', { id: nameId })
  const role = h('span', { class: 'quiet' })
  const switches = RIGHTS.map(([right, label]) => ({
    right,
    ...createSwitch(label, (value) => setRight({ userId: id, right, value })),
  }))
  const element = h(
    'div',
    { class: 'user', role: 'group', 'aria-labelledby': nameId },
    h('div', { class: 'user-name' }, name, role),
    h('div', { class: 'switches' }, ...switches.map((one) => one.element)),
  )

  return {
    element,
    update({ user, hasAppOpen, wanted }) {
      setText(name, writeUser([user], id))
      setText(role, hasAppOpen ? 'has the app open' : '')
      for (const { right, set } of switches) {
        // Until the portal has answered, it stands where it was put last.
        const wish = wanted.filter((one) => one.right === right).at(-1)
        set(wish ? wish.value : user[right])
      }
    },
  }
}
