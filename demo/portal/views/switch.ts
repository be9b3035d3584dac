import { h } from '../dom.js'

export interface Switch {
  readonly element: HTMLElement
  set(isOn: boolean): void
}

/** Something that is on or off. */
export function createSwitch(label: string, change: (isOn: boolean) => void): Switch {
  const control = h('input', { type: 'checkbox', role: 'switch' })
  control.addEventListener('change', () => change(control.checked))
  return {
    element: h('label', { class: 'switch' }, control, label),
    set(isOn) {
      if (control.checked !== isOn) control.checked = isOn
    },
  }
}
