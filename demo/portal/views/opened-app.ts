import {
  type AppFrame,
  type AppHost,
  type FrameDiagnostic,
  openFrame,
  type WireMessage,
} from 'bx24-events/portal'
import { button, h, setAttribute, setText, type View } from '../dom.js'
import {
  firstAddressOf,
  isFinished,
  isSameOpening,
  type Opening,
  type OpeningData,
  readOpening,
} from '../state/opening.js'
import { describeRefusedOpening, writeUser } from '../words.js'
import { createNothingOpen, type NothingOpenOptions } from './nothing-open.js'
import { createPlacementEventForm } from './placement-event-form.js'

export interface OpenedAppOptions extends NothingOpenOptions {
  /** Where it is chosen who has the app open. */
  opener: HTMLElement
  hostFor(userId: number): AppHost
  onWire(message: WireMessage): void
  onDiagnostic(diagnostic: FrameDiagnostic): void
  /** Told before each opening, for whom. */
  onOpen(user: string): void
  /** Told after each change of the app's place, whether there is a frame in it. */
  onShown(isAppOpen: boolean): void
}

/** What is shown in the app's place. */
interface Shown {
  opening: Opening
  /** Why there is no frame. */
  refusal?: string | undefined
  frame?: AppFrame
  /** The frame as it was opened. An app that finishes its installation is opened anew by the frame itself. */
  element?: HTMLIFrameElement
}

/** The app in its frame. Another user, portal, address or way of calls opens it anew, and so does a step in the life of the app. */
export function createOpenedApp(options: OpenedAppOptions): View<OpeningData> {
  const parts = createParts(options.opener, openAnew)
  const nothing = createNothingOpen(options)
  const { element, stage, title, ownTitle, notice, hint, reopen } = parts
  const placementEvents = createPlacementEventForm(
    (event, data) => shown?.frame?.raisePlacementEvent(event, data) ?? 0,
  )
  hint.before(placementEvents.element)
  let shown: Shown | undefined
  let latest: Opening | undefined

  function openAnew(): void {
    if (latest?.app.entrance.state === 'closed') void options.askApp()
    else if (latest) show(latest)
  }

  function show(opening: Opening): void {
    const refusal = describeRefusedOpening(opening)
    const hadFocus = shown?.frame && document.activeElement === shown.frame.element
    shown?.frame?.close()
    setText(ownTitle, '')
    placementEvents.update([])
    shown = refusal === undefined ? open(opening) : showRefusal(opening, refusal)
    options.onShown(refusal === undefined)
    setAttribute(stage, 'data-loading', refusal === undefined)
    setAttribute(reopen, 'disabled', opening.app.stage === 'uninstalled')
    showNotice(opening)
    // Who works in the app by keyboard goes on in its place.
    if (hadFocus) (shown.element ?? stage).focus({ preventScroll: true })
  }

  /** A user may lose his rights while the app is open. */
  function showNotice(opening: Opening): void {
    const refusal = shown?.frame && describeRefusedOpening(opening)
    const text = refusal && `${refusal} It stays open for now, and its calls are refused.`
    setText(notice, text ?? opening.app.warning ?? '')
  }

  function open(opening: Opening): Shown {
    const { language, user, answersCalls } = opening
    const { url, installUrl, stage: stageOfLife, entrance } = opening.app
    const { hostFor, onWire, onDiagnostic, onOpen } = options
    stage.replaceChildren()
    onOpen(writeUser([user], user.id))
    const frame = openFrame(stage, {
      ...{ url, language, answersCalls, host: hostFor(user.id) },
      ...(stageOfLife === 'installing' && installUrl !== undefined ? { installUrl } : {}),
      ...(entrance.state === 'open' ? { open: entrance.way } : {}),
      ...{ onWire, onDiagnostic },
      onTitle: (text) => setText(ownTitle, text),
      onPlacementEvents: placementEvents.update,
    })
    const address = firstAddressOf(opening.app)
    const link = h('a', { href: address, target: '_blank', rel: 'noreferrer' }, address)
    hint.replaceChildren('Blank? See whether the app is running at ', link)
    return { opening, frame, element: frame.element }
  }

  function showRefusal(opening: Opening, refusal: string): Shown {
    nothing.update({ opening, refusal })
    if (!stage.contains(nothing.element)) stage.replaceChildren(nothing.element)
    setText(hint, '')
    return { opening, refusal }
  }

  return {
    element,
    update(data) {
      const opening = readOpening(data)
      if (!data.portal) return setText(hint, 'The app is opened once the portal answers.')
      if (!opening) return setText(hint, 'The portal has no user who could open the app.')
      latest = opening
      setText(title, opening.app.title)
      if (shown && hasOpenedAnew(shown, opening)) shown = takeOver(shown, opening)
      if (!shown || !isStillRight(shown, opening)) show(opening)
      showNotice(opening)
    },
  }
}

function createParts(opener: HTMLElement, reopenNow: () => void) {
  const title = h('h2', { id: 'title-opened-app' }, 'App')
  // What the app calls its place, which is whatever it likes.
  const ownTitle = h('p', { class: 'own-title' })
  // Scrolled by keyboard too, where the app has made its frame larger than its place.
  const stage = h('div', { class: 'stage', role: 'group', 'aria-label': 'Place of the app', tabindex: '0' })
  const notice = h('p', { class: 'outcome', role: 'status', 'data-tone': 'warn' })
  const hint = h('p', { class: 'quiet hint' })
  const reopen = button('Open anew', reopenNow, { disabled: true })
  const head = h(
    'div',
    { class: 'panel-head' },
    h('div', { class: 'titles' }, title, ownTitle),
    h('div', { class: 'tools' }, opener, reopen),
  )
  // A frame's `load` does not bubble. It comes for an error page too: what the frame shows can't be known from here.
  stage.addEventListener('load', () => setAttribute(stage, 'data-loading', false), true)
  const attributes = { id: 'opened-app', class: 'panel app', tabindex: '-1', 'aria-labelledby': title.id }
  const element = h('section', attributes, head, notice, stage, hint)
  return { element, stage, title, ownTitle, notice, hint, reopen }
}

function isStillRight({ opening, refusal }: Shown, next: Opening): boolean {
  if (!isSameOpening(opening, next)) return false
  return refusal === undefined || refusal === describeRefusedOpening(next)
}

/** Whether the frame has opened the app anew by itself, since the app has finished its installation. */
function hasOpenedAnew({ opening, frame, element }: Shown, next: Opening): boolean {
  return frame?.element !== element && isFinished(opening, next)
}

function takeOver(shown: Shown, opening: Opening): Shown {
  return shown.frame ? { ...shown, opening, element: shown.frame.element } : shown
}
