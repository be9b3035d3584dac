import type { Params, RestReply } from 'bx24-events/portal'
import type { Frame, Page } from 'playwright-core'

/** Calls from an app's frames in a page, one frame for each user who calls. */
export interface FrameCallers {
  call(userId: number, method: string, params?: Params): Promise<RestReply>
  /** Whoever calls next opens the app anew. */
  reopen(): void
}

/** `openFrame` opens the frame of a user in the page, in place of the one that he had; its title is the user's id. */
export function createFrameCallers(page: Page, openFrame: (userId: number) => Promise<void>): FrameCallers {
  const frames = new Map<number, Promise<Frame>>()

  async function open(userId: number): Promise<Frame> {
    await openFrame(userId)
    const element = await page.waitForSelector(`iframe[title="${userId}"]`, { state: 'attached' })
    const frame = await element.contentFrame()
    if (!frame) throw new Error(`The frame of user ${userId} has gone`)
    await frame.waitForLoadState()
    return frame
  }

  return {
    async call(userId, method, params) {
      const opening = frames.get(userId) ?? open(userId)
      frames.set(userId, opening)
      const frame = await opening
      return frame.evaluate(([method, params]) => window.appAgent.call(0, method, params), [
        method,
        params,
      ] as const)
    },
    reopen: () => frames.clear(),
  }
}
