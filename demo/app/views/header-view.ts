import { button, element } from '../dom.js'
import type { Place } from '../state.js'
import { type View, whenChanged } from './view.js'

/** Which portal the page is in, and who has it open; or why it is in none. */
export function createHeaderView(retry: () => void): View {
  const title = element('h1', { tabindex: -1 }, 'Sample app')
  const facts = element('div', { class: 'place', role: 'status' })
  const press = button('Try again', retry, { hidden: true })
  const show = whenChanged((place: Place) => {
    const hadFocus = document.activeElement === press
    facts.replaceChildren(...describePlace(place))
    // Who has pressed it by keyboard stays there until it is known what came of it.
    press.hidden = !canRetry(place) && !(place.kind === 'connecting' && hadFocus)
    if (hadFocus && press.hidden) title.focus()
  })
  return {
    element: element('header', { class: 'page-header' }, title, facts, press, createPages()),
    render: (state) => show(state.place),
  }
}

const canRetry = (place: Place) =>
  place.kind === 'unreachable' || (place.kind === 'embedded' && place.failure !== undefined)

function createPages(): HTMLElement {
  return element(
    'nav',
    { class: 'pages', 'aria-label': 'Pages of this app' },
    element('a', { href: '/', 'aria-current': 'page' }, 'ES module'),
    element('a', { href: '/classic.html' }, 'Script tag'),
  )
}

function describePlace(place: Place): HTMLElement[] {
  switch (place.kind) {
    case 'connecting':
      return [element('span', { class: 'badge wait' }, 'Waiting for the portal…')]
    case 'alone':
      return [element('span', { class: 'badge' }, 'Not in a portal')]
    case 'unreachable': {
      const { code, text } = place.failure
      return [element('span', { class: 'badge bad' }, `The portal does not answer: ${code} ${text}`)]
    }
    case 'embedded': {
      const { user, isAdmin, domain, failure } = place
      const name = user || (failure ? 'user not known' : '…')
      const facts = [`${name}, ${isAdmin ? 'administrator' : 'no administrator'}`, domain]
      const badges = facts.map((fact) => element('span', { class: 'badge' }, fact))
      if (!failure) return badges
      return [...badges, element('span', { class: 'badge bad' }, `Not all was answered: ${failure.code}`)]
    }
  }
}
