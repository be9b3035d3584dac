/** `bx24-events/testing`: an app's frame in a portal, for tests in Node without any browser. */

export type { FrameSize } from './portal/frame/frame-page.js'
export { openTestFrame, type TestFrame, type TestFrameOptions } from './portal/frame/open-test-frame.js'
export type { FramedWindow, MessageWindow, WindowMessage } from './portal/frame/window-pair.js'
