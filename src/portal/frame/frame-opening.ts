import type { AppHost } from '../app-host.js'
import { createFrameCommands } from './frame-commands.js'
import { createFrameGate } from './frame-gate.js'
import type { FramePage } from './frame-page.js'
import type { FrameReportOptions } from './frame-report.js'
import { createPlacementEvents, type PlacementEvents } from './placement-events.js'
import type { MessageWindow } from './window-pair.js'

export interface FrameOpeningOptions extends FrameReportOptions {
  host: AppHost
  page: FramePage
  /** The id of this opening of the app. */
  appSid: string
  /** Where the app's messages arrive. */
  portalWindow: Pick<MessageWindow, 'addEventListener' | 'removeEventListener'>
  /** The window that the app is in; null: it is in none. */
  appWindow(): { postMessage(text: string, targetOrigin: string): void } | null
  answersCalls?: boolean | undefined
  onPlacementEvents?: ((events: readonly string[]) => void) | undefined
}

/** One opening of an app: the portal listens to it until it is closed. */
export interface FrameOpening {
  readonly raisePlacementEvent: PlacementEvents['raise']
  close(): void
}

export function createFrameOpening(options: FrameOpeningOptions): FrameOpening {
  const { host, page, appOrigin, appWindow, portalWindow, answersCalls } = options
  const placementEvents = createPlacementEvents(host, options.onPlacementEvents)
  const gate = createFrameGate({
    ...options,
    commands: createFrameCommands({ host, page, placementEvents, answersCalls }),
    send: (text) => appWindow()?.postMessage(text, appOrigin),
  })
  portalWindow.addEventListener('message', gate.receive)

  return {
    raisePlacementEvent: placementEvents.raise,
    close() {
      portalWindow.removeEventListener('message', gate.receive)
      gate.close()
      placementEvents.close()
    },
  }
}
