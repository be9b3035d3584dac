import { type BX24Client, createBX24 } from 'bx24-events'
import { openTestFrame } from 'bx24-events/testing'
import { callByClient } from './call-by-client.js'
import { openPortalSide } from './direct-harness.js'
import type { Harness } from './harness.js'

/** The library in an app's frame, by a private line or by the messages of a pair of windows: one frame for each user who calls. */
export const createFrameHarness = (privateLine: boolean): Harness => ({
  way: privateLine ? 'through a frame, over a private line' : 'through a frame, over its window',
  hasWebhooks: false,
  async open(options) {
    const { testPortal, portalSide } = openPortalSide(options)
    const { portal, app } = testPortal
    const clients = new Map<number, BX24Client>()

    function clientOf(userId: number): BX24Client {
      const known = clients.get(userId)
      if (known) return known
      const BX24 = createBX24({ window: openTestFrame(portal, { app, userId }).window, privateLine })
      clients.set(userId, BX24)
      return BX24
    }

    return {
      ...portalSide,
      async call(caller, method, params) {
        if (typeof caller !== 'number') throw new TypeError('A frame is no webhook')
        return callByClient(clientOf(caller), method, params)
      },
      async close() {
        for (const BX24 of clients.values()) BX24.close()
        await portalSide.close()
      },
    }
  },
})
