import type { FrameCommand } from './frame-command.js'
import { type FramePage, readWantedSize } from './frame-page.js'

/** The commands by which an app changes how its place in the portal looks. They answer what pages of live portals do. */
export function createPageCommands(page: FramePage): Readonly<Record<string, FrameCommand>> {
  return {
    resizeWindow: (params) => page.resize(readWantedSize(params)),
    setTitle(params) {
      const { title } = params
      if (typeof title === 'string' || typeof title === 'number') page.setTitle(String(title))
      return params
    },
    setScroll(params) {
      const top = Number.parseInt(String(params.scroll), 10)
      if (top >= 0) page.scrollTo(top)
      return params
    },
    reloadWindow() {
      // Nobody is left to be answered.
      page.reopen()
    },
  }
}

/** What apps can ask pages of live portals for, and this one not: other places, dialogs and chats of a portal. */
export const NOT_SIMULATED: ReadonlySet<string> = new Set([
  ...['openApplication', 'closeApplication', 'openPath'],
  ...['selectUser', 'selectAccess', 'selectCRM'],
  ...['imCallTo', 'imPhoneTo', 'imOpenMessenger', 'imOpenHistory'],
])
