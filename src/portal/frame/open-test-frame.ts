import { writeFrameName } from '../../protocol/frame-name.js'
import type { Portal } from '../portal.js'
import type { PortalApp } from '../portal-app.js'
import { randomSecret, systemRandom } from '../random.js'
import { tell } from '../tell.js'
import type { User } from '../users.js'
import { createFrameOpening } from './frame-opening.js'
import type { FrameSize } from './frame-page.js'
import type { FrameDiagnostic, WireMessage } from './frame-report.js'
import { createRecordingFramePage } from './recording-frame-page.js'
import { createWindowPair, type FramedWindow } from './window-pair.js'

/** Which app is opened, and for whom. */
export interface TestFrameOptions {
  /** As `portal.addApp` gave it. */
  app: PortalApp
  /** Who has the app open. */
  userId: User['id']
  /**
   * Whether the page carries calls of REST itself. Default: true. `false`: the app makes them over HTTP, as in portals of today; they
   * arrive where the portal is one of `startPortal`.
   */
  answersCalls?: boolean
  /** Every message both ways, refused ones with the reason. */
  onWire?: (message: WireMessage) => void
  /** What was refused or failed: each kind once, each command that fails or is not simulated once, without what was said. */
  onDiagnostic?: (diagnostic: FrameDiagnostic) => void
  /** Told when the portal opens its page anew, as it does when the installation is finished, or when the app asks for it: open another frame then. */
  onReopen?: () => void
}

/** An app that is opened in a portal, without any browser. */
export interface TestFrame {
  /** For `createBX24({ window })`. */
  readonly window: FramedWindow
  /** The title that the app has given its place in the portal; empty: none. */
  readonly title: string
  /** What the app has made of the frame, in CSS pixels. At first 800 by 400, in a page that is 1,000 wide. */
  readonly size: FrameSize
  /** How far the app has scrolled the page, in CSS pixels. */
  readonly scrollTop: number
  /** Lets an event of the app's placement happen, as `AppFrame` does. Answers how many times the app has bound it. */
  raisePlacementEvent(event: string, data?: unknown): number
  /** From now on the portal does not listen. */
  close(): void
}

/**
 * Opens an app in a portal without any browser, so that an installer can be tested in Node.
 * Throws a `RangeError` where the portal has no such user.
 * @example const BX24 = createBX24({ window: openTestFrame(portal, { app, userId: 1 }).window })
 */
export function openTestFrame(portal: Portal, options: TestFrameOptions): TestFrame {
  const { app, userId, onReopen } = options
  const appOrigin = new URL(app.url).origin
  const place = { origin: portal.origin, appSid: randomSecret(systemRandom) }
  const window = createWindowPair({ portalOrigin: portal.origin, appOrigin, name: writeFrameName(place) })
  const page = createRecordingFramePage(() => tell(onReopen, undefined))
  const { raisePlacementEvent, close } = createFrameOpening({
    ...options,
    host: app.hostFor(userId),
    page,
    appOrigin,
    appSid: place.appSid,
    portalWindow: window.parent,
    appWindow: () => window,
  })
  return {
    window,
    get title() {
      return page.title
    },
    get size() {
      return page.size
    },
    get scrollTop() {
      return page.scrollTop
    },
    raisePlacementEvent,
    close,
  }
}
