import { button, element } from '../dom.js'
import type { Place } from '../state.js'
import { type View, whenChanged } from './view.js'

/** Which portal the page is in, and who has it open; or why it is in none. */
export function createHeaderView(retry: () => void): View {
  const place = element('div', { class: 'place', role: 'status' })
  const show = whenChanged((shown: Place) => place.replaceChildren(...describePlace(shown, retry)))
  return {
    element: element(
      'header',
      { class: 'page-header' },
      element('h1', {}, 'Sample app'),
      place,
      createPages(),
    ),
    render: (state) => show(state.place),
  }
}

function createPages(): HTMLElement {
  return element(
    'nav',
    { class: 'pages', 'aria-label': 'Pages of this app' },
    element('a', { href: '/', 'aria-current': 'page' }, 'ES module'),
    element('a', { href: '/classic.html' }, 'Script tag'),
  )
}

function describePlace(place: Place, retry: () => void): HTMLElement[] {
  switch (place.kind) {
    case 'connecting':
      return [element('span', { class: 'badge wait' }, 'Waiting for the portal…')]
    case 'alone':
      return [element('span', { class: 'badge' }, 'Not in a portal')]
    case 'unreachable': {
      const { code, text } = place.failure
      const reason = element('span', { class: 'badge bad' }, `The portal does not answer: ${code} ${text}`)
      return [reason, button('Try again', retry)]
    }
    case 'embedded': {
      const { user, isAdmin, domain, language } = place
      const facts = [
        user || '…',
        isAdmin ? 'administrator' : 'no administrator',
        domain,
        `language ${language}`,
      ]
      return facts.map((fact) => element('span', { class: 'badge' }, fact))
    }
  }
}
