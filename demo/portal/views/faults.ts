import type { CallCount, PortalFaults, User } from 'bx24-events/portal'
import { type FaultsData, readFaults } from '../active-faults.js'
import { button, h, setAttribute, setText, type View } from '../dom.js'
import { writeCalls } from '../fault-words.js'
import { findOpener, type PageModel } from '../state/model.js'
import { writeUser } from '../words.js'
import { createChoiceField } from './choice-field.js'
import { createOutcome } from './outcome.js'

export interface FaultsOptions {
  setFaults(faults: Partial<PortalFaults>): void
  setAccess(userId: User['id'], access: boolean): void
  expireTokens(): void
  reloadPage(): void
}

const COUNTS: readonly CallCount[] = [0, 1, 3, 10, 'all']

const HANDLERS: Readonly<Record<PortalFaults['handlers'], string>> = {
  well: 'well: called as ever',
  slow: 'slow to answer',
  down: 'down: refuse the connection',
  failing: 'failing: answer 500',
}

const ONCE =
  'At once: all access tokens that were given out expire; who has the app open loses it; the portal’s page is loaded anew, and the app’s frame with it.'

/** What can go wrong on purpose. */
export function createFaults(options: FaultsOptions): View<FaultsData & Pick<PageModel, 'faultOutcome'>> {
  const { setFaults, setAccess, expireTokens, reloadPage } = options
  const counts = { offered: COUNTS, write: writeCalls }
  const queryLimit = createChoiceField<CallCount>({
    ...{ id: 'query-limit', label: 'Answer QUERY_LIMIT_EXCEEDED to', ...counts },
    choose: (count) => setFaults({ queryLimit: count }),
  })
  const lostReplies = createChoiceField<CallCount>({
    ...{ id: 'lost-replies', label: 'Carry out, but lose the reply to', ...counts },
    choose: (count) => setFaults({ lostReplies: count }),
  })
  const handlers = createChoiceField<PortalFaults['handlers']>({
    ...{ id: 'handlers-fault', label: 'Handlers are', offered: ['well', 'slow', 'down', 'failing'] },
    write: (state) => HANDLERS[state],
    choose: (state) => setFaults({ handlers: state }),
  })
  let opener: User | undefined
  const access = button('', () => opener && setAccess(opener.id, !opener.access))
  const outcome = createOutcome()

  return {
    element: h(
      'div',
      { class: 'faults' },
      ...[queryLimit.element, lostReplies.element, handlers.element],
      h(
        'div',
        { class: 'row' },
        button('Let tokens expire', expireTokens),
        access,
        button('Reload the page', reloadPage),
      ),
      h('p', { class: 'quiet hint' }, ONCE),
      outcome.element,
    ),
    update(data) {
      outcome.update(data.faultOutcome)
      const faults = readFaults(data)
      opener = findOpener(data)
      setAttribute(access, 'disabled', !opener)
      const name = opener ? writeUser([opener], opener.id) : 'who has it open'
      setText(access, opener?.access === false ? `Give ${name} the app back` : `Take the app from ${name}`)
      if (!faults) return
      queryLimit.update(faults.queryLimit)
      lostReplies.update(faults.lostReplies)
      handlers.update(faults.handlers)
    },
  }
}
