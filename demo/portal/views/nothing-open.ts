import { button, h, setAttribute, setText, type View } from '../dom.js'
import type { Opening } from '../state/opening.js'

export interface NothingOpenOptions {
  /** Installs an app that was uninstalled. */
  install(): void
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
export function createNothingOpen({ install, askApp }: NothingOpenOptions): View<NothingOpenData> {
  const text = h('p', { class: 'breaks', role: 'status' })
  const installAgain = button('', install, { class: 'primary' })
  const tryAgain = button(TRY_AGAIN, ask, { class: 'primary' })
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
    element: h('div', { class: 'nothing' }, text, installAgain, tryAgain),
    update({ opening: { app }, refusal }) {
      const isUninstalled = app.stage === 'uninstalled'
      setText(text, refusal)
      setText(installAgain, `Install ${app.title} again`)
      setAttribute(installAgain, 'hidden', !isUninstalled)
      setAttribute(tryAgain, 'hidden', isUninstalled || app.entrance.state !== 'closed')
    },
  }
}
