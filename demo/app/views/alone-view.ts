import { element } from '../dom.js'
import type { Place } from '../state.js'
import { type View, whenChanged } from './view.js'

/** What the page says where it was opened on its own. */
export function createAloneView(): View {
  const panel = element('section', {
    class: 'panel stack alone',
    'aria-labelledby': 'alone-heading',
    hidden: true,
  })
  const show = whenChanged((place: Place) => {
    panel.hidden = place.kind !== 'alone'
    if (place.kind === 'alone') panel.replaceChildren(...explain(place.portalUrl))
  })
  return { element: panel, render: ({ place }) => show(place) }
}

function explain(portalUrl: string | undefined): HTMLElement[] {
  const way =
    portalUrl === undefined
      ? element('p', {}, 'Run ', element('code', {}, 'npm run demo'), ' and open the address that it prints.')
      : element('p', {}, 'Open it there: ', element('a', { href: portalUrl, class: 'go' }, portalUrl))
  return [
    element('h2', { id: 'alone-heading' }, 'This page is an app, and an app lives in a portal'),
    element(
      'p',
      {},
      'It was opened on its own, so there is no portal around it that could be asked. ',
      element('code', {}, 'BX24.isEmbedded()'),
      ' is false here, and a call would be refused with ',
      element('code', {}, 'NOT_EMBEDDED'),
      '.',
    ),
    way,
  ]
}
