import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { SID } from '../../support/real-portal-app.js'
import { BINDING, openTaughtApp, profile } from '../../support/taught-app.js'

describe('a call that goes wrong is answered', () => {
  const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status })
  const bad = { error: 'BAD_ANSWER', error_description: 'No result' }

  it.each([
    ['the portal sends a page', () => new Response('<html>', { status: 502 }), 502, bad],
    ['it sends nothing', () => new Response('', { status: 200 }), 200, bad],
    ['it sends null', () => json(null), 200, bad],
    ['it sends a list', () => json([1]), 200, bad],
    ['it sends no result', () => json({ time: {} }), 200, bad],
    ['it fails with a result', () => json({ result: true }, 500), 500, bad],
    ['its error has no text', () => json({ error: '' }, 400), 400, { error: '' }],
    [
      'its error is an object',
      () => json({ error: { error: 'E', error_description: 'D' } }, 403),
      403,
      { error: 'E', error_description: 'D' },
    ],
    ['its error has a good status', () => json({ error: 'E' }), 200, { error: 'E' }],
  ])('where %s', async (_name, fault, status, answer) => {
    const { ask, faults, replies } = await openTaughtApp()
    faults.push(fault)
    expect(await ask('callMethod', profile())).toEqual({ status, answer })
    expect(await ask('callMethod', profile())).toMatchObject({ status: 200 })
    expect(replies).toHaveLength(2)
  })

  it('where there is no network', async () => {
    const { ask, faults, replies } = await openTaughtApp()
    faults.push(() => Promise.reject(new TypeError('Failed to fetch')))
    expect(await ask('callMethod', profile())).toEqual({
      status: 0,
      answer: { error: 'NETWORK', error_description: 'TypeError: Failed to fetch' },
    })
    expect(replies).toHaveLength(1)
  })

  it('where the answer is cut off', async () => {
    const { ask, faults } = await openTaughtApp()
    const body = new ReadableStream({ start: (controller) => controller.error(new TypeError('cut off')) })
    faults.push(() => new Response(body, { status: 200 }))
    expect(await ask('callMethod', profile())).toMatchObject({ status: 200, answer: { error: 'NETWORK' } })
  })

  it('and no request is made twice', async () => {
    const { ask, faults, requests } = await openTaughtApp()
    faults.push(
      () => Promise.reject(new TypeError()),
      () => new Response('', { status: 503 }),
    )
    await ask('callBind', BINDING)
    await ask('callBind', BINDING)
    expect(requests).toHaveLength(2)
  })
})

/** What is told in the console, once it is. */
function toldInConsole(): Promise<unknown> {
  return new Promise((resolve) => {
    const told = vi.spyOn(console, 'error').mockImplementation(resolve)
    onTestFinished(() => told.mockRestore())
  })
}

it('is told in the console where the page can send no reply', async () => {
  const { layout } = await openTaughtApp()
  const told = toldInConsole()
  let tries = 0
  const reply = () => {
    tries++
    throw new Error('of the page')
  }
  layout.messageInterface.callMethod?.call(layout, profile(), reply, layout)
  expect(await told).toEqual(new Error('of the page'))
  expect(tries).toBe(1)
})

it('is told in the console where the app has broken its own opening', async () => {
  const { send, replies, requests } = await openTaughtApp()
  const told = toldInConsole()
  // Pages call what every object has: it makes the page's reply the getter of `params`.
  send(`__defineGetter__:"params":id:${SID}`)
  send(`callMethod:{"method":"profile"}:id:${SID}`)
  expect(await told).toBeInstanceOf(RangeError)
  expect([replies, requests]).toEqual([[], []])
})
