import type { FramePage, FrameSize } from './frame-page.js'

/** A page that nobody sees, and what an app has done to it. */
export interface RecordingFramePage extends FramePage {
  /** Empty: none. */
  readonly title: string
  readonly size: FrameSize
  /** How far the app has scrolled the page, in CSS pixels. */
  readonly scrollTop: number
}

const PAGE_WIDTH = 1000
const FIRST_SIZE: FrameSize = { width: 800, height: 400 }

export function createRecordingFramePage(reopen: () => void): RecordingFramePage {
  let title = ''
  let size = FIRST_SIZE
  let scrollTop = 0

  return {
    get title() {
      return title
    },
    get size() {
      return size
    },
    get scrollTop() {
      return scrollTop
    },
    reopen,
    resize({ width = size.width, height = size.height }) {
      size = { width: width === '100%' ? PAGE_WIDTH : width, height }
      return size
    },
    setTitle(given) {
      title = given
    },
    scrollTo(top) {
      scrollTop = top
    },
  }
}
