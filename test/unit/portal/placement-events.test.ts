import { describe, expect, it } from 'vitest'
import { nextTask } from '../../support/next-task.js'
import { openTestApp } from '../../support/test-app.js'
import { PORTAL_ORIGIN } from '../../support/test-portal.js'

function openApp(placement = 'CRM_DEAL_DETAIL_TAB') {
  const testApp = openTestApp({ portal: { app: { placement } } })
  const { window } = testApp.frame
  const sid = window.name.split('|').at(-1)
  const heard: unknown[] = []
  window.addEventListener('message', ({ data }) => heard.push(data))
  return {
    ...testApp,
    heard,
    async bind(params: unknown, id = '7') {
      window.parent.postMessage(`placementBindEvent:${JSON.stringify(params)}:${id}:${sid}`, PORTAL_ORIGIN)
      await nextTask()
    },
    async raise(event: string, data?: unknown) {
      const count = testApp.frame.raisePlacementEvent(event, data)
      await nextTask()
      return count
    },
  }
}

const EVENT = 'onDealChange'

describe('an event of a placement', () => {
  it('is answered to the same id each time, and not before it happens', async () => {
    const { bind, raise, heard, wire } = openApp()
    await bind({ event: EVENT })
    expect(heard).toEqual([])
    expect([await raise(EVENT, { ID: 5 }), await raise(EVENT, { ID: 6 })]).toEqual([1, 1])
    expect(heard).toEqual(['7:{"ID":5}', '7:{"ID":6}'])
    expect(wire.map(({ direction, command }) => [direction, command])).toEqual([
      ['to portal', 'placementBindEvent'],
      ['to app', 'placementBindEvent'],
      ['to app', 'placementBindEvent'],
    ])
  })

  it('without data is answered with nothing behind the colon', async () => {
    const { bind, raise, heard } = openApp()
    await bind({ event: EVENT })
    await raise(EVENT)
    expect(heard).toEqual(['7:'])
  })

  it('reaches each who has bound it, and nobody by another name', async () => {
    const { bind, raise, heard } = openApp()
    await bind({ event: EVENT }, '1')
    await bind({ event: EVENT }, '2')
    await bind({ event: 'other' }, '3')
    expect(await raise(EVENT, 1)).toBe(2)
    expect(heard).toEqual(['1:1', '2:1'])
    for (const name of ['ONDEALCHANGE', 'constructor', '__proto__', '']) expect(await raise(name)).toBe(0)
    expect(heard).toHaveLength(2)
  })

  it('is heard by nobody where no answer was wanted', async () => {
    const { bind, raise, heard } = openApp()
    await bind({ event: EVENT }, '')
    await raise(EVENT, 1)
    expect(heard).toEqual([])
  })

  it("is none on the app's own page, as in live portals, and that is told", async () => {
    const { bind, raise, heard, diagnostics } = openApp('DEFAULT')
    await bind({ event: EVENT })
    expect([await raise(EVENT, 1), heard]).toEqual([0, []])
    expect(diagnostics).toMatchObject([{ kind: 'command failed', command: 'placementBindEvent' }])
  })

  it.each([{}, { event: '' }, { event: 5 }, { event: null }])('needs a name: %j', async (params) => {
    const { bind, raise, heard, diagnostics } = openApp()
    await bind(params)
    expect([await raise(String(Object(params).event), 1), heard]).toEqual([0, []])
    expect(diagnostics).toMatchObject([{ kind: 'command failed', cause: { message: /name/ } }])
  })
})

it('the app hears of no event once its frame is closed', async () => {
  const { frame, bind, raise, heard } = openApp()
  await bind({ event: EVENT })
  frame.close()
  expect(await raise(EVENT, 1)).toBe(0)
  expect(heard).toEqual([])
})
