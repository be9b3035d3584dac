import type { Frame, Page } from 'playwright-core'

/** The frame of a page that is at an address which starts like this, once it is there and has loaded. */
export async function findFrame(page: Page, url: string): Promise<Frame> {
  const find = () => page.frames().find((frame) => frame.url().startsWith(url))
  let frame = find()
  while (!frame) {
    await page.waitForEvent('framenavigated')
    frame = find()
  }
  await frame.waitForLoadState()
  return frame
}
