import { tell } from '../tell.js'
import type { FramePage } from './frame-page.js'

export interface DomFramePageOptions {
  /** The app's frame. */
  element: HTMLIFrameElement
  /** What the frame stands in. */
  container: HTMLElement
  reopen: FramePage['reopen']
  onTitle?: ((title: string) => void) | undefined
}

/** What an app does to the page around it, done to the document. */
export function createDomFramePage({ element, container, reopen, onTitle }: DomFramePageOptions): FramePage {
  return {
    reopen,
    resize({ width, height }) {
      if (width !== undefined) element.style.width = typeof width === 'number' ? `${width}px` : width
      if (height !== undefined) element.style.height = `${height}px`
      return { width: element.offsetWidth, height: element.offsetHeight }
    },
    setTitle: (title) => tell(onTitle, title),
    scrollTo: (top) => findScroller(container).scrollTo({ top }),
  }
}

/** What scrolls the app: its place, where that has a scrollbar of its own, else the page. */
function findScroller(container: HTMLElement): HTMLElement | Window {
  const window = container.ownerDocument.defaultView as Window
  const { overflowY } = window.getComputedStyle(container)
  return overflowY === 'auto' || overflowY === 'scroll' ? container : window
}
