/** `bx24-events/testing`: an app's frame in a portal, for tests in Node without any browser. */

export type { FrameSize } from './portal/frame-page.js'
export { openTestFrame, type TestFrame, type TestFrameOptions } from './portal/open-test-frame.js'
export type { FramedWindow, MessageWindow, WindowMessage } from './portal/window-pair.js'
