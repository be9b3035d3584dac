import type { Params } from '../../protocol/message.js'

/** How large an app's frame is, in whole CSS pixels. */
export interface FrameSize {
  readonly width: number
  readonly height: number
}

/** The size that an app asks for. */
export interface WantedSize {
  /** CSS pixels, or all of the place that the frame stands in; absent: as it is. */
  readonly width?: number | '100%'
  /** CSS pixels; absent: as it is. */
  readonly height?: number
}

/** What an app can do to the page around it. */
export interface FramePage {
  /** Opens the app anew, as portals do once its installation is finished (`isInstalled`), and when it asks for that. */
  reopen(isInstalled?: boolean): void
  /** Makes the frame so large, and answers how large it is then. */
  resize(size: WantedSize): FrameSize
  setTitle(title: string): void
  /** Scrolls what the frame stands in, to so many CSS pixels below its top. */
  scrollTo(top: number): void
}

/** Larger than any app is, and small enough for every browser to lay out. */
const LARGEST = 10_000
/** What pages of live portals make of a width that is none. */
const NARROWEST = 100

/** Reads a size as pages of live portals do: `640px` is 640, a width that is none 100, and a height that is none changes nothing. */
export function readWantedSize({ width, height }: Params): WantedSize {
  const wide = width === '100%' ? width : limit(readPixels(width) || NARROWEST)
  const high = limit(readPixels(height) || undefined)
  return { ...(wide === undefined ? {} : { width: wide }), ...(high === undefined ? {} : { height: high }) }
}

function readPixels(value: unknown): number {
  return Number.parseInt(String(value), 10)
}

/** A size below 0 is none for a style sheet either, and changes nothing. */
function limit(pixels: number | undefined): number | undefined {
  return pixels === undefined || pixels < 0 ? undefined : Math.min(pixels, LARGEST)
}
