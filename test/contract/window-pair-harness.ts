import { createBX24 } from 'bx24-events'
import type { AppHost } from 'bx24-events/portal'
import { openTestFrame } from 'bx24-events/testing'
import { createInbox } from '../support/inbox.js'
import { nextTask } from '../support/next-task.js'
import { sourceOf } from '../support/scripted-page.js'
import { ANNA, APP_ORIGIN, BORIS, createTestPortal, PORTAL_ORIGIN } from '../support/test-portal.js'
import { callByClient } from './call-by-client.js'
import type { ChannelHarness, ForgerOrPortal, OpenChannel } from './channel-contract.js'

/** The library on both sides of a pair of windows. */
export const windowPairHarness: ChannelHarness = {
  way: 'between a pair of windows',
  async open({ holdsCalls = false } = {}) {
    const { portal, app } = createTestPortal()
    const asked = createInbox<string>()
    const releases: (() => void)[] = []

    /** Carries a call out when it is released. */
    function hold(host: AppHost): AppHost {
      const released = () => new Promise<void>((resolve) => releases.push(resolve))
      return { ...host, call: (method, params) => released().then(() => host.call(method, params)) }
    }

    const { window } = openTestFrame(portal, {
      app: { ...app, hostFor: (id) => (holdsCalls ? hold(app.hostFor(id)) : app.hostFor(id)) },
      userId: ANNA,
      onWire({ direction, command, callbackId }) {
        if (direction === 'to portal' && command?.startsWith('call') && callbackId) asked.push(callbackId)
      },
    })
    const clients = [createBX24({ window }), createBX24({ window })] as const

    const senders: Record<ForgerOrPortal, { source: MessageEventSource; origin: string }> = {
      portal: { source: sourceOf(window.parent), origin: PORTAL_ORIGIN },
      'another frame': { source: sourceOf({ name: 'another frame' }), origin: 'https://evil.example' },
      "another frame of the app's origin": { source: sourceOf({}), origin: APP_ORIGIN },
      "another frame of the portal's origin": { source: sourceOf({}), origin: PORTAL_ORIGIN },
      'a page in the place of the portal': {
        source: sourceOf(window.parent),
        origin: 'https://evil.example',
      },
    }

    return {
      call: (client, method, params) => callByClient(clients[client], method, params),
      askedId: () => asked.next(),
      async sendToApp(sender, text) {
        window.receive({ data: text, ...senders[sender] })
        await nextTask()
      },
      async release() {
        for (const release of releases.splice(0)) release()
      },
      foreignToken: async () => app.tokenFor(BORIS),
      async close() {
        for (const BX24 of clients) BX24.close()
      },
    } satisfies OpenChannel
  },
}
