/** The first match inside. Throws where there is none. */
export function find<T extends HTMLElement = HTMLElement>(element: HTMLElement, selector: string): T {
  const found = element.querySelector<T>(selector)
  if (found) return found
  throw new Error(`Nothing matches ${selector} in: ${element.outerHTML}`)
}

export function findAll(element: HTMLElement, selector: string): HTMLElement[] {
  return [...element.querySelectorAll<HTMLElement>(selector)]
}

export const textsOf = (elements: readonly HTMLElement[]) => elements.map(({ textContent }) => textContent)

/** Opens a `details` as a person does. */
export function open(details: HTMLElement): void {
  if (!(details instanceof HTMLDetailsElement))
    throw new TypeError(`This can't be opened: ${details.outerHTML}`)
  details.open = true
  details.dispatchEvent(new Event('toggle'))
}

/** Chooses in a select, or draws a slider, as a person does. */
export function enter(control: HTMLSelectElement | HTMLInputElement, value: string): void {
  control.value = value
  control.dispatchEvent(new Event('input', { bubbles: true }))
  control.dispatchEvent(new Event('change', { bubbles: true }))
}
