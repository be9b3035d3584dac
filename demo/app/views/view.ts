import type { AppState } from '../state.js'

/** A part of the page. It is made once, and shows the state it is given. */
export interface View {
  readonly element: HTMLElement
  render(state: Readonly<AppState>): void
}

/** Runs only where the part of the state that it shows is another one than the last time. */
export function whenChanged<Part>(show: (part: Part) => void): (part: Part) => void {
  let shown: Part | undefined
  return (part) => {
    if (part === shown) return
    shown = part
    show(part)
  }
}
