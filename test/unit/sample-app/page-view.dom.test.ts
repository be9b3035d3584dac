import { beforeEach, describe, expect, it } from 'vitest'
import type { Actions } from '../../../demo/app/actions.js'
import { type AppState, type CallForm, createInitialState, type Outcome } from '../../../demo/app/state.js'
import { createStore, type Store } from '../../../demo/app/store.js'
import { createPageView } from '../../../demo/app/views/page-view.js'

const HANDLER = 'http://127.0.0.1:5173/handler/'

let store: Store<AppState>
let page: HTMLElement
let done: string[]

beforeEach(() => {
  store = createStore(createInitialState(HANDLER))
  done = []
  const actions: Actions = {
    connect: async () => void done.push('connect'),
    edit: (change) => store.update({ form: { ...store.state.form, ...change } }),
    showAll: async (showsAll) => void done.push(`showAll ${showsAll}`),
    press: async (name) => void done.push(name),
    finishInstallation: async () => void done.push('finishInstallation'),
  }
  const view = createPageView(actions, HANDLER)
  store.subscribe(view.render)
  page = view.element
  document.body.replaceChildren(page)
})

function region(name: string): HTMLElement {
  const heading = [...page.querySelectorAll('h2')].find(({ textContent }) => textContent === name)
  return page.querySelector(`section[aria-labelledby="${heading?.id}"]`) as HTMLElement
}

function button(label: string): HTMLButtonElement {
  const found = [...page.querySelectorAll('button')].find(
    (one) => one.textContent === label || one.getAttribute('aria-label') === label,
  )
  return found as HTMLButtonElement
}

const field = (id: string) => document.getElementById(id) as HTMLInputElement
const hint = (id: string) => document.getElementById(id)?.textContent
const header = () => page.querySelector('header')?.textContent

describe('where the page stands', () => {
  it('waits for the portal, then shows who has the app open and where', () => {
    expect(header()).toMatch(/Waiting for the portal/)
    const place = { domain: 'localhost:5174', isAdmin: false, user: 'Boris (2)' }
    store.update({ place: { kind: 'embedded', ...place } })
    for (const fact of ['Boris (2), no administrator', 'localhost:5174']) expect(header()).toContain(fact)
  })

  it('says how to open the app where it is alone, and calls nobody', () => {
    store.update({ place: { kind: 'alone' } })
    expect(page.querySelector('main')?.textContent).toMatch(/npm run demo/)
    store.update({ place: { kind: 'alone', portalUrl: 'http://localhost:5174/' } })
    expect(page.querySelector('main a')?.getAttribute('href')).toBe('http://localhost:5174/')
    expect(button('callBind').closest('[hidden]')).not.toBeNull()
  })

  it('offers to try again where the portal does not answer', () => {
    store.update({
      place: { kind: 'unreachable', failure: { code: 'TIMEOUT', text: 'No answer', status: 0 } },
    })
    expect(header()).toMatch(/TIMEOUT No answer/)
    button('Try again').click()
    expect(done).toEqual(['connect'])
  })
})

describe('what was not answered at the start', () => {
  const failure = { code: 'NETWORK', text: 'No answer', status: 0 }
  const place = { kind: 'embedded', domain: 'localhost', isAdmin: true, user: '' } as const
  const failed = { kind: 'failed', failure } as const
  const buttons = () =>
    [...page.querySelectorAll('button')].filter(
      (one) => one.textContent === 'Try again' && !one.closest('[hidden]'),
    )

  it('is said, and asked for again by a button beside each', () => {
    store.update({ place })
    expect(header()).toContain('…')
    expect(buttons()).toEqual([])
    store.update({ place: { ...place, failure }, events: failed, handlers: failed })
    expect(header()).toMatch(/user not known.*Not all was answered: NETWORK/)
    expect(buttons()).toHaveLength(3)
    for (const one of buttons()) one.click()
    expect(done).toEqual(['connect', 'connect', 'connect'])
  })

  it('leaves who works by keyboard beside where the button was, once it is answered', () => {
    store.update({ place: { ...place, failure }, events: failed, handlers: failed })
    const [ofPage, ofEvents, ofHandlers] = buttons()
    ofPage?.focus()
    store.update({ place: { kind: 'connecting' } })
    expect(document.activeElement).toBe(ofPage)
    store.update({ place: { ...place, user: 'Anna (1)' } })
    expect(document.activeElement?.textContent).toBe('Sample app')
    ofEvents?.focus()
    store.update({ events: { kind: 'ready', value: [] } })
    expect(document.activeElement?.getAttribute('role')).toBe('switch')
    ofHandlers?.focus()
    store.update({ handlers: { kind: 'ready', value: [] } })
    expect(document.activeElement?.textContent).toBe('Bound by this app')
    expect(buttons()).toEqual([])
  })
})

describe('the form', () => {
  it('calls what its buttons say, and callBind by Enter', () => {
    const names = ['callUnbind', 'event.get', 'events', 'event.bind (back end)', 'event.unbind (back end)']
    for (const name of ['callBind', ...names]) button(name).click()
    expect(done).toEqual(['callBind', ...names])
    expect(button('callBind').type).toBe('submit')
  })

  it('names its fields', () => {
    for (const [id, label] of [
      ['event', 'Event'],
      ['handler', 'Handler URL'],
      ['run-as', 'Run as'],
    ]) {
      expect(page.querySelector(`label[for=${id}]`)?.textContent).toBe(label)
    }
  })

  it('keeps the suggested handler, offers wrong ones, and takes the suggested one back', () => {
    expect(field('handler').value).toBe(HANDLER)
    button('localhost').click()
    expect(field('handler').value).toBe('http://localhost:5173/handler/')
    button('ftp:').click()
    expect(field('handler').value).toBe('ftp://127.0.0.1:5173/handler/')
    button('Reset').click()
    expect(field('handler').value).toBe(HANDLER)
    expect(button('Reset').hidden).toBe(true)
    expect(document.activeElement).toBe(field('handler'))
  })

  it('hides the wrong ones until they are asked for', () => {
    const ask = button('Wrong URLs')
    expect(button('localhost').closest('[hidden]')).not.toBeNull()
    ask.click()
    expect(ask.getAttribute('aria-expanded')).toBe('true')
    expect(button('localhost').closest('[hidden]')).toBeNull()
  })

  it('takes what is typed', () => {
    field('handler').value = 'https://app.example.com/'
    field('handler').dispatchEvent(new Event('input', { bubbles: true }))
    expect(store.state.form.handler).toBe('https://app.example.com/')
  })

  it.each<[CallForm['runAs'], RegExp]>([
    ['', /whoever raises the event.*handlers of all users/],
    ['0', /whoever raises the event.*only those that name no user/],
    ['2', /rights of user 2.*only those of user 2/],
  ])('says what both calls do where it is to run as %j', (runAs, expected) => {
    field('run-as').value = runAs
    field('run-as').dispatchEvent(new Event('change', { bubbles: true }))
    expect(store.state.form.runAs).toBe(runAs)
    expect(hint('run-as-hint')).toMatch(expected)
  })

  it('says how things stand with the events', () => {
    expect(hint('event-hint')).toMatch(/Asking the portal/)
    store.update({ events: { kind: 'failed', failure: { code: 'TIMEOUT', text: '', status: 0 } } })
    expect(hint('event-hint')).toMatch(/TIMEOUT/)
    const value = [
      { name: 'ONCRMDEALADD', inScope: true },
      { name: 'ONBOOKINGADD', inScope: false },
    ]
    store.update({ events: { kind: 'ready', value } })
    expect(hint('event-hint')).toMatch(/^2 documented events, 1 of them out/)
    store.update({ form: { ...store.state.form, event: 'OnBookingAdd' } })
    expect(hint('event-hint')).toMatch(/Out of scope/)
    store.update({ form: { ...store.state.form, event: 'OnNothing' } })
    expect(hint('event-hint')).toMatch(/Not in the list/)
  })

  it('asks for all documented events by the switch', () => {
    const toggle = page.querySelector('[role=switch]') as HTMLInputElement
    toggle.checked = true
    toggle.dispatchEvent(new Event('change', { bubbles: true }))
    expect(done).toEqual(['showAll true'])
  })
})

describe('the result', () => {
  const call = (id: number, outcome: Outcome, code = 'await BX24.callBind()') =>
    ({ id, name: 'callBind', code, outcome }) as const
  const spoken = () =>
    [...page.querySelectorAll('.visually-hidden')].map(({ textContent }) => textContent).join()

  it('is explained before there is any', () => {
    expect(region('Result').textContent).toMatch(/Press a button/)
    expect(button('Copy').closest('[hidden]')).not.toBeNull()
  })

  it('shows the code and the waiting, then the answer', () => {
    store.update({ calls: [call(1, { kind: 'pending' })] })
    expect(region('Result').textContent).toMatch(/await BX24\.callBind\(\).*Waiting/)
    store.update({ calls: [call(1, { kind: 'answered', value: { count: 1 }, duration: 11.6 })] })
    expect(region('Result').querySelector('.value')?.textContent).toBe('{ count: 1 }')
    expect(region('Result').textContent).toMatch(/12 ms/)
    expect(spoken()).toBe('callBind: answered { count: 1 }')
  })

  it('shows the portal’s own error: code, text and status', () => {
    const failure = { code: 'ERROR_CORE', text: '<b>binded</b>', status: 400 }
    store.update({ calls: [call(1, { kind: 'failed', failure, duration: 1 })] })
    expect(region('Result').querySelector('.failure')?.textContent).toBe('ERROR_CORE<b>binded</b>Status 400')
    expect(spoken()).toMatch(/refused, ERROR_CORE/)
  })

  it.each([
    ['the portal’s no', 'ACCESS_DENIED', 403, 12, 'Refused in 12 ms', /^refused/],
    ['a time limit', 'TIMEOUT', 0, 30_002, 'No answer in 30 s', /^no answer, .*It may have been carried out/],
    ['a network that fails', 'NETWORK', 0, 12, 'Failed in 12 ms', /^failed, .*It may have been carried out/],
    ['a client that was closed', 'CLOSED', 0, 12, 'Failed in 12 ms', /^failed, CLOSED: Why$/],
    ['an answer that is none', 'BAD_ANSWER', 200, 12, 'Failed in 12 ms', /^failed/],
  ])('tells a refusal from other failures: %s', (_what, code, status, duration, verdict, said) => {
    const failure = { code, text: 'Why', status }
    store.update({ calls: [call(1, { kind: 'failed', failure, duration })] })
    expect(region('Result').querySelector('.badge')?.textContent).toBe(verdict)
    expect(spoken().replace('callBind: ', '')).toMatch(said)
    const advice = 'check with event.get'
    expect(region('Result').textContent?.includes(advice)).toBe(said.source.includes('carried out'))
  })

  it('offers a new token where the portal has let the old one expire', () => {
    const failure = { code: 'expired_token', text: 'The access token has expired.', status: 401 }
    store.update({ calls: [call(1, { kind: 'failed', failure, duration: 1 })] })
    button('refreshAuth').click()
    expect(done).toEqual(['refreshAuth'])
    expect(document.activeElement).toBe(button('Copy'))
  })

  it('says a list by its length', () => {
    store.update({ calls: [call(1, { kind: 'answered', value: ['A', 'B'], duration: 1 })] })
    expect(spoken()).toBe('callBind: answered a list of 2')
  })

  it('keeps the earlier ones apart', () => {
    const answered: Outcome = { kind: 'answered', value: true, duration: 1 }
    store.update({ calls: [call(2, { kind: 'pending' }, 'second'), call(1, answered, 'first')] })
    expect(region('Result').textContent).not.toMatch(/first/)
    expect(page.querySelector('.earlier')?.textContent).toBe('firstanswered true')
  })
})

describe('what reached the handler last', () => {
  const received = (id: number, change = {}) => ({
    ...{ id, at: 0, verified: true, event: 'ONCRMDEALADD', handlerId: '1', data: {}, auth: {}, raw: '' },
    ...{ rest: { state: 'none', reason: '' } as const },
    ...change,
  })
  const show = (...items: ReturnType<typeof received>[]) =>
    store.update({ received: { connection: 'live', items } })
  const arrival = () => region('Call the portal').querySelector('[role=status]') as HTMLElement

  it('is said beside the form, once, and leads to the list', () => {
    expect(arrival().textContent).toBe('')
    show(received(1))
    const link = arrival().querySelector('a') as HTMLAnchorElement
    expect(link.textContent).toMatch(/^Handler received ONCRMDEALADD at \d/)
    expect(document.getElementById(link.hash.slice(1))?.textContent).toBe('What the handler received')
    show(received(1, { rest: { state: 'none', reason: 'asked' } }))
    expect(arrival().querySelector('a')).toBe(link)
  })

  it('may be what it refused', () => {
    show(received(1), received(2, { verified: false }))
    expect(arrival().textContent).toMatch(/^Handler refused ONCRMDEALADD/)
  })
})

describe('what the app has bound', () => {
  it('is asked for, may be refused, may be nothing', () => {
    const shown = () => region('Bound by this app').textContent
    expect(shown()).toMatch(/Asking event\.get/)
    store.update({ handlers: { kind: 'failed', failure: { code: 'X', text: 'Y', status: 1 } } })
    expect(shown()).toMatch(/refused. X: Y/)
    store.update({ handlers: { kind: 'failed', failure: { code: 'TIMEOUT', text: 'Y', status: 0 } } })
    expect(shown()).toMatch(/got no answer. TIMEOUT: Y/)
    store.update({ handlers: { kind: 'ready', value: [] } })
    expect(shown()).toMatch(/Nothing yet/)
  })

  it('may be more than a user is told who is no administrator', () => {
    const visible = () =>
      [...region('Bound by this app').querySelectorAll('p')]
        .filter((one) => !one.hidden)
        .map(({ textContent }) => textContent)
        .join(' ')
    const place = { kind: 'embedded', domain: 'localhost', user: 'Boris (2)' } as const
    store.update({ place: { ...place, isAdmin: false }, handlers: { kind: 'ready', value: [] } })
    expect(visible()).toMatch(/^Nothing that runs as you\..*tells you only of handlers that run as you/)
    const row = { event: 'ONTASKADD', handler: 'https://app.example.com/', auth_type: '2' }
    store.update({ handlers: { kind: 'ready', value: [row] } })
    expect(visible()).toMatch(/The app may have others/)
    store.update({ place: { ...place, isAdmin: true }, handlers: { kind: 'ready', value: [] } })
    expect(visible()).toBe('Nothing yet. callBind binds a handler.')
  })

  it('can be filled into the form', () => {
    const row = { event: 'ONTASKADD', handler: 'https://app.example.com/', auth_type: '3' }
    store.update({ handlers: { kind: 'ready', value: [row] } })
    expect(region('Bound by this app').textContent).toMatch(/runs as user 3/)
    button('Fill in').click()
    expect(store.state.form).toEqual({ event: 'ONTASKADD', handler: 'https://app.example.com/', runAs: '3' })
    expect(field('run-as').value).toBe('3')
  })
})
