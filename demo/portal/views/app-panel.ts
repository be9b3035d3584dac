import {
  type AppFrame,
  type AppHost,
  type FrameDiagnostic,
  openFrame,
  type WireMessage,
} from 'bx24-events/portal'
import { button, h, setAttribute, setText, type View } from '../dom.js'
import { findOpener, type PageModel } from '../state/model.js'
import { writeUser } from '../words.js'

export interface AppPanelOptions {
  hostFor(userId: number): AppHost
  onWire(message: WireMessage): void
  onDiagnostic(diagnostic: FrameDiagnostic): void
  /** Told before each opening, for whom. */
  onOpen(user: string): void
}

export type AppPanelData = Pick<PageModel, 'portal' | 'chosenUserId'>

interface Opening {
  /** Which app of which portal: a portal that was started anew has given it another id. */
  appId: string
  url: string
  language: string
  userId: number
  userName: string
}

/** The app in its frame. Another user, portal, or address opens it anew. */
export function createAppPanel(options: AppPanelOptions): View<AppPanelData> {
  const title = h('h2', { id: 'title-app' }, 'App')
  const opener = h('p', { class: 'quiet' })
  const stage = h('div', { class: 'stage' })
  const hint = h('p', { class: 'quiet hint' })
  const reopen = button('Open anew', () => opening && open(opening), { disabled: true })
  const head = h(
    'div',
    { class: 'panel-head' },
    h('div', {}, title, opener),
    h('div', { class: 'tools' }, reopen),
  )
  const element = h('section', { class: 'panel app', 'aria-labelledby': 'title-app' }, head, stage, hint)
  let frame: AppFrame | undefined
  let opening: Opening | undefined

  // A frame's `load` does not bubble. It comes for an error page too: what the frame shows can't be known from here.
  stage.addEventListener('load', () => setAttribute(stage, 'data-loading', false), true)

  function open(next: Opening): void {
    frame?.close()
    opening = next
    const { url, language, userId, userName } = next
    const { hostFor, onWire, onDiagnostic, onOpen } = options
    onOpen(userName)
    setAttribute(stage, 'data-loading', true)
    frame = openFrame(stage, { url, language, host: hostFor(userId), onWire, onDiagnostic })
    setAttribute(reopen, 'disabled', false)
    const link = h('a', { href: url, target: '_blank', rel: 'noreferrer' }, url)
    hint.replaceChildren('Blank? See whether the app is running at ', link)
  }

  return {
    element,
    update(data) {
      const { portal } = data
      const user = findOpener(data)
      if (!portal) return setText(hint, 'The app is opened once the portal answers.')
      if (!user) return setText(hint, 'The portal has no user who could open the app.')
      const { id: appId, url, title: appTitle } = portal.app
      const { language, users } = portal
      const next = { appId, url, language, userId: user.id, userName: writeUser(users, user.id) }
      setText(title, appTitle)
      setText(opener, `Open as ${next.userName}`)
      if (!opening || !isSameOpening(opening, next)) open(next)
    },
  }
}

function isSameOpening(one: Opening, other: Opening): boolean {
  return one.appId === other.appId && one.url === other.url && one.userId === other.userId
}
