import { button } from '../dom.js'

export interface Retry {
  readonly element: HTMLElement
  /** @param next where who works by keyboard goes on from, once there is nothing to try again */
  show(isNeeded: boolean, next: HTMLElement | null): void
}

/** Stands where something was not answered, and asks for all of that again. */
export function createRetry(retry: () => void): Retry {
  const press = button('Try again', retry, { class: 'small', hidden: true })
  return {
    element: press,
    show(isNeeded, next) {
      const hadFocus = document.activeElement === press
      press.hidden = !isNeeded
      if (hadFocus && !isNeeded) next?.focus()
    },
  }
}
