import type { Received, RestOutcome } from '../../server/received.js'
import { clockTime, element } from '../dom.js'
import { writeSource } from '../source.js'
import { createValueTree } from './value-tree.js'
import { whenChanged } from './view.js'

/** One POST that reached the handler. */
export interface ReceivedItem {
  readonly element: HTMLElement
  render(received: Received): void
}

export function createReceivedItem(): ReceivedItem {
  const head = element('div', { class: 'received-head' })
  const rest = element('p', { class: 'acts-as' })
  const answer = createFold("REST's answer")
  const decoded = element('div', { class: 'decoded' })
  const auth = createFold('auth')
  const raw = createFold('Raw body')

  // Only the answer of REST comes later. The rest of a POST does not change.
  const showPost = whenChanged((received: Received) => {
    head.replaceChildren(...describeHead(received))
    decoded.replaceChildren(element('span', { class: 'tree-name' }, 'data'), createValueTree(received.data))
    auth.fill(describeAuth(received), createValueTree(received.auth))
    raw.fill(`${received.raw.length} characters`, element('pre', {}, received.raw))
  })
  const showRest = whenChanged((outcome: RestOutcome) => {
    const { text, tone } = describeRest(outcome)
    rest.className = `acts-as ${tone}`
    rest.textContent = text
    answer.element.hidden = outcome.state !== 'answered'
    if (outcome.state === 'answered') {
      const shown = element('pre', {}, writeSource(outcome.answer))
      answer.fill(`${outcome.method}, status ${outcome.status}`, shown)
    }
  })

  let post: Received | undefined
  return {
    element: element('li', {}, head, decoded, rest, auth.element, answer.element, raw.element),
    render(received) {
      post ??= received
      showPost(post)
      showRest(received.rest)
    },
  }
}

interface Fold {
  readonly element: HTMLElement
  fill(note: string, content: Node): void
}

function createFold(title: string): Fold {
  const noteElement = element('span', { class: 'quiet' })
  const content = element('div')
  return {
    element: element('details', {}, element('summary', {}, `${title} `, noteElement), content),
    fill(note, newContent) {
      noteElement.textContent = note
      content.replaceChildren(newContent)
    },
  }
}

function describeHead({ at, event, handlerId, verified, refused, secret }: Received): HTMLElement[] {
  const verdict = verified
    ? element('span', { class: 'badge good' }, 'application_token is right')
    : element('span', { class: 'badge bad' }, 'refused with 403')
  return [
    element('strong', { class: 'mono' }, event),
    element(
      'span',
      { class: 'quiet' },
      handlerId === '' ? clockTime(at) : `${clockTime(at)}, handler ${handlerId}`,
    ),
    verdict,
    ...(secret === undefined
      ? []
      : [element('span', { class: 'badge wait' }, `application_token ${secret}`)]),
    ...(refused === undefined ? [] : [element('p', { class: 'bad-text' }, refused)]),
  ]
}

function describeAuth({ auth }: Received): string {
  if (typeof auth.access_token !== 'string') return 'no access_token'
  return auth.user_id === undefined ? 'with access_token' : `with the access_token of user ${auth.user_id}`
}

/** What the portal said about whose token it is. */
function describeRest(outcome: RestOutcome): {
  text: string
  tone: 'good' | 'bad' | 'wait' | 'quiet'
} {
  switch (outcome.state) {
    case 'none':
      return { text: outcome.reason, tone: 'quiet' }
    case 'pending':
      return { text: `Asking ${outcome.method} with the token of this POST…`, tone: 'wait' }
    case 'failed':
      return { text: outcome.reason, tone: 'bad' }
    case 'answered': {
      const { answer, status, method } = outcome
      const user = findUser(answer)
      if (user !== undefined)
        return { text: `${method}, called with its token: acts as ${user}`, tone: 'good' }
      return {
        text: `${method}, called with its token, was refused: ${findError(answer)} (${status})`,
        tone: 'bad',
      }
    }
  }
}

function findUser(answer: unknown): string | undefined {
  const { result } = answer as { result?: { ID?: unknown; NAME?: unknown } }
  return result?.ID === undefined ? undefined : `${result.NAME} (${result.ID})`
}

function findError(answer: unknown): string {
  const { error, error_description: description } = answer as { error?: unknown; error_description?: unknown }
  return `${error}: ${description}`
}
