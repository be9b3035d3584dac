import type { User } from 'bx24-events/portal'
import { button, h, setAttribute, setText, type View } from '../dom.js'
import type { Right } from '../state/model.js'
import type { Opening } from '../state/opening.js'
import { writeUser } from '../words.js'

export interface NothingOpenOptions {
  /** Installs an app that was uninstalled. */
  install(): void
  /** Gives a user back what he needs to have the app open. */
  giveBack(userId: User['id'], right: Right): void
  /** Asks an app anew that could not be opened. Resolves once it has answered, or the time for that is up. */
  askApp(): Promise<void>
}

export interface NothingOpenData {
  opening: Opening
  /** Why there is no frame. */
  refusal: string
}

const TRY_AGAIN = 'Try again'

/** What stands in the place of the app's frame where there is none. It stays, and with it the focus, while it says other things. */
export function createNothingOpen({ install, giveBack, askApp }: NothingOpenOptions): View<NothingOpenData> {
  const text = h('p', { class: 'breaks', role: 'status' })
  const installAgain = button('', install, { class: 'primary' })
  const giveAgain = button('', () => lost && giveBack(lost.userId, lost.right), { class: 'primary' })
  const tryAgain = button(TRY_AGAIN, ask, { class: 'primary' })
  let lost: { userId: User['id']; right: Right } | undefined
  let isAsking = false

  async function ask(): Promise<void> {
    if (isAsking) return
    isAsking = true
    setText(tryAgain, 'Asking the app…')
    await askApp()
    isAsking = false
    setText(tryAgain, TRY_AGAIN)
  }

  return {
    element: h('div', { class: 'nothing' }, text, installAgain, giveAgain, tryAgain),
    update({ opening: { app, user }, refusal }) {
      const isUninstalled = app.stage === 'uninstalled'
      const right = isUninstalled ? undefined : findLostRight(user)
      lost = right && { userId: user.id, right }
      const name = writeUser([user], user.id)
      setText(giveAgain, right === 'active' ? `Make ${name} active again` : `Give ${name} the app again`)
      setAttribute(giveAgain, 'hidden', right === undefined)
      setText(text, refusal)
      setText(installAgain, `Install ${app.title} again`)
      setAttribute(installAgain, 'hidden', !isUninstalled)
      setAttribute(
        tryAgain,
        'hidden',
        isUninstalled || right !== undefined || app.entrance.state !== 'closed',
      )
    },
  }
}

/** What of a user's rights keeps the app from being opened for him. */
function findLostRight({ active, access }: User): Right | undefined {
  if (!active) return 'active'
  return access ? undefined : 'access'
}
