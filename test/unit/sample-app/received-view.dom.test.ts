import { beforeEach, describe, expect, it } from 'vitest'
import { withOne } from '../../../demo/app/live-received.js'
import { createInitialState, type ReceivedList } from '../../../demo/app/state.js'
import { createReceivedView } from '../../../demo/app/views/received-view.js'
import type { View } from '../../../demo/app/views/view.js'
import type { Received, RestOutcome } from '../../../demo/server/received.js'

const HOSTILE = '<img src=x onerror="alert(1)">'

function received(id: number, change: Partial<Received> = {}): Received {
  return {
    ...{ id, at: 0, verified: true, event: 'ONCRMDEALADD', handlerId: '1' },
    data: { FIELDS: { ID: `74${id}` } },
    auth: { access_token: 'token', user_id: '2' },
    raw: 'event=ONCRMDEALADD',
    rest: { state: 'none', reason: 'Nobody to act as.' },
    ...change,
  }
}

let view: View
beforeEach(() => {
  view = createReceivedView()
})

function show(list: Partial<ReceivedList>): void {
  view.render({ ...createInitialState(''), received: { connection: 'live', items: [], ...list } })
}

const text = () => view.element.textContent ?? ''
const items = () => [...view.element.querySelectorAll('.received > li')] as HTMLElement[]

describe('the list', () => {
  it.each<[ReceivedList['connection'], RegExp]>([
    ['connecting', /Connecting/],
    ['live', /Nothing yet/],
    ['lost', /lost/],
    ['refused', /Reload the page/],
  ])('says how things stand while the connection is %s', (connection, expected) => {
    show({ connection })
    expect(view.element.querySelector('[role=status]')?.textContent).toMatch(expected)
  })

  it('says why the handler uses the token of the POST', () => {
    expect(text()).toMatch(/token of the very POST.*never with a stored one/)
  })

  it('shows the newest first, decoded and as it was sent', () => {
    show({ items: [received(1), received(2)] })
    expect(items().map((item) => item.querySelector('.tree')?.textContent)).toEqual([
      'FIELDS ID 742',
      'FIELDS ID 741',
    ])
    expect(text()).toMatch(/with the access_token of user 2/)
    expect(text()).toMatch(/event=ONCRMDEALADD/)
  })

  it('keeps what is there as it is, with what a person has opened', () => {
    const one = received(1)
    show({ items: [one] })
    const [item] = items()
    const details = item?.querySelector('details') as HTMLDetailsElement
    details.open = true
    show({ items: [one, received(2)] })
    expect(items()[1]).toBe(item)
    expect(details.open).toBe(true)
  })

  it('lets go of what is no longer kept', () => {
    show({ items: [received(1), received(2)] })
    show({ items: [received(2), received(3)] })
    expect(items()).toHaveLength(2)
    show({ items: [] })
    expect(items()).toHaveLength(0)
  })

  it('shows what comes from outside as text', () => {
    const auth = { [HOSTILE]: HOSTILE }
    const rest: RestOutcome = {
      state: 'answered',
      method: 'profile',
      status: 500,
      answer: { error: HOSTILE },
    }
    show({
      items: [received(1, { event: HOSTILE, data: [HOSTILE], raw: HOSTILE, refused: HOSTILE, auth, rest })],
    })
    expect(view.element.querySelector('img')).toBeNull()
    expect(text().split(HOSTILE).length - 1).toBeGreaterThanOrEqual(6)
  })
})

describe('what the portal said about the token', () => {
  const profile = { method: 'profile' } as const

  it.each<[string, RestOutcome, RegExp]>([
    ['pending', { state: 'pending', ...profile }, /Asking profile/],
    ['none', { state: 'none', reason: 'A robot acted.' }, /A robot acted\./],
    ['failed', { state: 'failed', ...profile, reason: 'No way.' }, /No way\./],
    [
      'answered',
      { state: 'answered', ...profile, status: 200, answer: { result: { ID: '2', NAME: 'Boris' } } },
      /acts as Boris \(2\)/,
    ],
    [
      'refused',
      {
        state: 'answered',
        ...profile,
        status: 401,
        answer: { error: 'expired_token', error_description: 'Old' },
      },
      /refused: expired_token: Old \(401\)/,
    ],
  ])('is shown where it is %s', (_state, rest, expected) => {
    show({ items: [received(1, { rest })] })
    expect(items()[0]?.querySelector('.acts-as')?.textContent).toMatch(expected)
  })

  it('takes the place of the waiting', () => {
    show({ items: [received(1, { rest: { state: 'pending', ...profile } })] })
    show({ items: [received(1)] })
    expect(items()).toHaveLength(1)
    expect(items()[0]?.querySelector('.acts-as')?.textContent).toBe('Nobody to act as.')
  })
})

it('shows a refusal with its reason', () => {
  show({ items: [received(1, { verified: false, refused: 'Refused: wrong token.' })] })
  expect(items()[0]?.textContent).toMatch(/refused with 403.*Refused: wrong token\./)
})

it.each(['learned', 'forgotten'] as const)('says that the application_token was %s', (secret) => {
  show({ items: [received(1, { secret }), received(2)] })
  expect(items().map((item) => item.textContent?.includes(`application_token ${secret}`))).toEqual([
    false,
    true,
  ])
})

describe('the list with one more', () => {
  it('has a changed one in its place, a new one at its end, and the newest hundred only', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => received(index + 1))
    const changed = received(7, { event: 'CHANGED' })
    expect(withOne(hundred, changed)[6]).toBe(changed)
    expect(withOne(hundred, received(101)).map(({ id }) => id)).toEqual(hundred.map(({ id }) => id + 1))
  })
})
