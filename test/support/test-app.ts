import { type BX24Client, type BX24Options, createBX24 } from 'bx24-events'
import type { AppHost, FrameDiagnostic, WireMessage } from 'bx24-events/portal'
import { openTestFrame, type TestFrame } from 'bx24-events/testing'
import { ANNA, createTestPortal, type TestPortal, type TestPortalOptions } from './test-portal.js'

export interface TestAppOptions {
  /** Who has the app open. Default: Anna, an administrator. */
  readonly userId?: number
  readonly client?: BX24Options
  readonly portal?: TestPortalOptions
  /** Stands between the page and the portal. */
  readonly wrapHost?: (host: AppHost) => AppHost
}

/** An app that is open in a portal, with the real library on both sides. */
export interface TestApp extends TestPortal {
  readonly BX24: BX24Client
  readonly frame: TestFrame
  /** Every message both ways. */
  readonly wire: readonly WireMessage[]
  /** What the portal's page told of messages that it did not let in. */
  readonly diagnostics: readonly FrameDiagnostic[]
  /** How many times the portal has opened the app anew. */
  readonly reopened: number
}

export function openTestApp(options: TestAppOptions = {}): TestApp {
  const { userId = ANNA, client, wrapHost = (host) => host } = options
  const testPortal = createTestPortal(options.portal)
  const app = Object.create(testPortal.app, {
    hostFor: { value: (id: number) => wrapHost(testPortal.app.hostFor(id)) },
  })
  const wire: WireMessage[] = []
  const diagnostics: FrameDiagnostic[] = []
  let reopened = 0
  const frame = openTestFrame(testPortal.portal, {
    ...{ app, userId },
    onWire: (message) => wire.push(message),
    onDiagnostic: (diagnostic) => diagnostics.push(diagnostic),
    onReopen: () => reopened++,
  })
  return {
    ...testPortal,
    ...{ frame, wire, diagnostics },
    BX24: createBX24({ window: frame.window, ...client }),
    get reopened() {
      return reopened
    },
  }
}
