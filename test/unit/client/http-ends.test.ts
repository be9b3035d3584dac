import type { BX24Client } from 'bx24-events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTask } from '../../support/next-task.js'
import { watchOutcome } from '../../support/outcome.js'
import { passTimeUntilEnd } from '../../support/pass-time.js'
import { neverAnswer, openRestApp, refuse } from '../../support/rest-app.js'
import { HANDLER_URL } from '../../support/test-portal.js'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('a request', () => {
  it('that is never answered ends with the time limit of its call, and others go on', async () => {
    const { BX24, faults, requests, portal } = openRestApp()
    await BX24.init()
    faults.push(neverAnswer)
    const hanging = BX24.callBind('OnCrmDealAdd', HANDLER_URL, { timeout: 1000 })
    await vi.advanceTimersByTimeAsync(0)
    const later = BX24.callUnbind('OnCrmDealAdd', HANDLER_URL)
    await vi.advanceTimersByTimeAsync(0)
    expect(await BX24.callMethod('profile')).toMatchObject({ ID: '1' })
    expect(requests.map(({ method }) => method)).toEqual(['event.bind', 'profile'])
    const ended = expect(hanging).rejects.toMatchObject({ code: 'TIMEOUT', method: 'event.bind' })
    await vi.advanceTimersByTimeAsync(1000)
    await ended
    expect(requests[0]?.init.signal?.aborted).toBe(true)
    expect(await later).toEqual({ count: 0 })
    expect(portal.handlers()).toEqual([])
  })

  it('of a batch is given up once nobody waits for it any more, and not before', async () => {
    const { BX24, faults, requests } = openRestApp()
    faults.push(neverAnswer)
    const aborters = [new AbortController(), new AbortController()]
    const ends = Promise.allSettled(aborters.map(({ signal }) => BX24.callMethod('profile', {}, { signal })))
    await nextTask()
    const [request] = requests
    aborters[0]?.abort('first')
    await nextTask()
    expect(request?.init.signal?.aborted).toBe(false)
    aborters[1]?.abort('second')
    expect(request?.init.signal?.aborted).toBe(true)
    expect(await ends).toMatchObject([{ reason: 'first' }, { reason: 'second' }])
    expect(await BX24.callMethod('profile')).toMatchObject({ ID: '1' })
  })
})

describe('a call that can not be written', () => {
  const deep = () => {
    let nested: Record<string, unknown> = {}
    for (let level = 0; level < 3000; level++) nested = { a: nested }
    return nested
  }

  it.each<[string, (BX24: BX24Client) => Promise<unknown>]>([
    ['half a character', (BX24) => BX24.callMethod('\ud800')],
    ['more levels than a form can have', (BX24) => BX24.callMethod('profile', deep())],
  ])('fails at once, and keeps nobody back: %s', async (_name, call) => {
    const { BX24 } = openRestApp()
    await BX24.init()
    const [odd, other] = await Promise.allSettled([call(BX24), BX24.callBind('OnCrmDealAdd', HANDLER_URL)])
    expect(odd).toMatchObject({ reason: { code: 'NETWORK', cause: expect.any(Error) } })
    expect(other).toEqual({ status: 'fulfilled', value: true })
    expect(await BX24.callMethod('profile')).toMatchObject({ ID: '1' })
  })
})

it('a change goes on once the one before it is given up, also where fetch does not hear of that', async () => {
  let requests = 0
  const fetch = () =>
    requests++ ? Promise.resolve(Response.json({ result: true })) : new Promise<never>(() => undefined)
  const { createClient } = openRestApp()
  const BX24 = createClient({ fetch })
  await BX24.init()
  const hanging = expect(BX24.callBind('OnCrmDealAdd', HANDLER_URL, { timeout: 1000 })).rejects.toMatchObject(
    { code: 'TIMEOUT' },
  )
  const next = watchOutcome(BX24.callUnbind('OnCrmDealAdd', HANDLER_URL))
  expect(await passTimeUntilEnd(next, 5000)).toBeLessThanOrEqual(1000)
  await hanging
  expect(next.result).toBe(true)
})

describe('a call that is given up', () => {
  it('while it waits for the limit is never sent, and keeps nobody back', async () => {
    const { BX24, requests } = openRestApp({ portal: { limits: false } })
    for (let count = 0; count < 50; count++) {
      void BX24.callMethod('profile')
      await nextTask()
    }
    const giveUp = new AbortController()
    const given = expect(BX24.callMethod('given.up', {}, { signal: giveUp.signal })).rejects.toBe('enough')
    const late = expect(BX24.callMethod('too.late', {}, { timeout: 100 })).rejects.toMatchObject({
      code: 'TIMEOUT',
    })
    const other = BX24.callMethod('profile')
    await nextTask()
    giveUp.abort('enough')
    await given
    await passTimeUntilEnd({}, 1500)
    await late
    expect(await other).toMatchObject({ ID: '1' })
    expect(requests.flatMap(({ calls }) => calls).filter((method) => method !== 'profile')).toEqual([])
  })

  it('takes no room of the limit that it needs no more', async () => {
    const { BX24, requests } = openRestApp({ portal: { limits: false } })
    for (let count = 0; count < 100; count++) {
      const call = count < 50 ? BX24.callMethod('profile') : BX24.callMethod('too.late', {}, { timeout: 100 })
      call.catch(() => undefined)
      await nextTask()
    }
    await passTimeUntilEnd({}, 100)
    const other = watchOutcome(BX24.callMethod('profile'))
    expect(await passTimeUntilEnd(other, 5000)).toBeLessThanOrEqual(500)
    expect(other.result).toMatchObject({ ID: '1' })
    expect(requests).toHaveLength(51)
  })

  it('while its batch is refused does not go again with the others', async () => {
    const { BX24, faults, requests, portal } = openRestApp({ portal: { rules: 'current' } })
    const giveUp = new AbortController()
    faults.push((request) => {
      giveUp.abort('enough')
      return refuse('insufficient_scope')(request)
    })
    const ends = await Promise.allSettled([
      BX24.callBind('OnCrmDealAdd', `${HANDLER_URL}1`, { signal: giveUp.signal }),
      BX24.callBind('OnCrmDealAdd', `${HANDLER_URL}2`),
    ])
    expect(ends).toEqual([
      { status: 'rejected', reason: 'enough' },
      { status: 'fulfilled', value: true },
    ])
    expect(portal.handlers().map(({ url }) => url)).toEqual([`${HANDLER_URL}2`])
    expect(requests.map(({ method }) => method)).toEqual(['batch', 'event.bind'])
  })
})

it('closing ends what is under way, what is put off and what waits, and nothing is sent any more', async () => {
  const { BX24, faults, requests } = openRestApp()
  const CLOSED = { code: 'CLOSED' }
  faults.push(neverAnswer, refuse('QUERY_LIMIT_EXCEEDED'))
  const hanging = expect(BX24.callBind('OnCrmDealAdd', HANDLER_URL)).rejects.toMatchObject(CLOSED)
  await nextTask()
  const putOff = expect(BX24.callMethod('profile')).rejects.toMatchObject(CLOSED)
  await nextTask()
  const waiting = expect(BX24.callUnbind('OnCrmDealAdd', HANDLER_URL)).rejects.toMatchObject(CLOSED)
  await nextTask()
  BX24.close()
  await Promise.all([hanging, putOff, waiting])
  await passTimeUntilEnd({}, 3000)
  expect(requests).toHaveLength(2)
  expect(requests[0]?.init.signal?.aborted).toBe(true)
  await expect(BX24.callMethod('profile')).rejects.toMatchObject(CLOSED)
})
