import { getEventListeners } from 'node:events'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { nextTask } from '../../support/next-task.js'
import { watchOutcome } from '../../support/outcome.js'
import { passTimeUntilEnd } from '../../support/pass-time.js'
import { collectProcessErrors } from '../../support/process-errors.js'
import { openSyncApp, row, WAYS } from '../../support/sync-app.js'
import { HANDLER_URL } from '../../support/test-portal.js'

const good = { event: 'OnTaskAdd', handler: HANDLER_URL }

describe.each(WAYS)('by %s,', (way) => {
  /** A portal that keeps the answer to a method for as long as the test likes. */
  async function openHeld(held: string) {
    let release: () => void = () => undefined
    const isReleased = new Promise<void>((resolve) => {
      release = resolve
    })
    const app = openSyncApp({
      way,
      async meddle({ method }, carryOut) {
        const reply = await carryOut()
        if (method === held) await isReleased
        return reply
      },
    })
    await app.bind('OnTaskUpdate')
    const arrived = async () => {
      while (!app.calls.some(({ method }) => method === held)) await nextTask()
    }
    return { ...app, release, arrived }
  }

  const STEPS = ['event.get', 'event.bind', 'event.unbind']

  it('an aborted signal keeps all from being sent, and its reason is told', async () => {
    const { BX24, calls, rows } = await openHeld('')
    const reason = { why: 'the user went elsewhere' }
    const signal = AbortSignal.abort(reason)
    await expect(BX24.syncHandlers([good], { signal })).rejects.toBe(reason)
    await expect(BX24.syncHandlers([good], { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    })
    expect(calls).toEqual([])
    expect(rows()).toEqual([row('OnTaskUpdate')])
  })

  it.each(STEPS)('a signal that is aborted during %s ends it at once, with its reason', async (method) => {
    const { BX24, arrived, calls, release } = await openHeld(method)
    const aborter = new AbortController()
    const { signal } = aborter
    const outcome = watchOutcome(BX24.syncHandlers([good], { signal }))
    await arrived()
    aborter.abort('enough')
    await nextTask()
    expect(outcome).toEqual({ error: 'enough' })
    const { length } = calls
    release()
    await nextTask()
    await nextTask()
    expect(calls).toHaveLength(length)
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
  })

  it('a signal that is aborted afterwards does nothing, and nothing listens to it', async () => {
    const { BX24 } = await openHeld('')
    const aborter = new AbortController()
    const synced = BX24.syncHandlers([good], { signal: aborter.signal })
    expect((await synced).bound).toEqual([row('OnTaskAdd')])
    expect(getEventListeners(aborter.signal, 'abort')).toHaveLength(0)
    aborter.abort()
    expect((await BX24.syncHandlers([good])).kept).toEqual([row('OnTaskAdd')])
  })

  it.each(STEPS)('closing the client during %s ends it at once, with CLOSED', async (method) => {
    const { BX24, arrived, calls, release } = await openHeld(method)
    const outcome = watchOutcome(BX24.syncHandlers([good]))
    await arrived()
    BX24.close()
    await nextTask()
    expect(outcome.error).toMatchObject({ code: 'CLOSED' })
    const { length } = calls
    release()
    await nextTask()
    await expect(BX24.syncHandlers([good])).rejects.toMatchObject({ code: 'CLOSED' })
    expect(calls).toHaveLength(length)
  })

  it('leaves no rejection to the page, whichever way it ends', async () => {
    const errors = await collectProcessErrors(async () => {
      for (const held of STEPS) {
        for (const end of ['abort', 'close'] as const) {
          const { BX24, arrived } = await openHeld(held)
          const aborter = new AbortController()
          const outcome = watchOutcome(BX24.syncHandlers([good], { signal: aborter.signal }))
          await arrived()
          if (end === 'abort') aborter.abort()
          else BX24.close()
          while (!('error' in outcome)) await nextTask()
        }
      }
    })
    expect(errors).toEqual({ uncaught: [], unhandledRejections: [] })
  })

  describe('its time limit', () => {
    afterEach(() => {
      vi.useRealTimers()
    })

    it.each([
      ["is the client's", undefined, 700],
      ['may be shorter', 100, 100],
      ['may be longer', 2000, 2000],
    ])('%s, and is that of each request', async (_name, timeout, limit) => {
      vi.useFakeTimers()
      const { createClient } = await openHeld('event.get')
      const client = createClient({ timeout: 700 })
      await client.init()
      const outcome = watchOutcome(client.syncHandlers([good], { timeout }))
      expect(await passTimeUntilEnd(outcome, 5000)).toBe(limit)
      expect(outcome.error).toMatchObject({ code: 'TIMEOUT', method: 'event.get' })
    })

    it('counts anew for each request, so that all together may take longer', async () => {
      vi.useFakeTimers()
      const { BX24, rows } = openSyncApp({
        way,
        async meddle(_call, carryOut) {
          await new Promise((resolve) => setTimeout(resolve, 80))
          return carryOut()
        },
      })
      const outcome = watchOutcome(BX24.syncHandlers([good], { timeout: 100 }))
      expect(await passTimeUntilEnd(outcome, 5000)).toBeGreaterThanOrEqual(160)
      expect(outcome.result).toMatchObject({ bound: [row('OnTaskAdd')] })
      expect(rows()).toEqual([row('OnTaskAdd')])
    })
  })
})
