// A portal's page with the engine in it and no server, which opens as the contract says.

import { openFrame } from 'bx24-events/portal'
import { openPortalSide, type PortalSide } from '../../contract/direct-harness.js'
import type { OpenOptions } from '../../contract/harness.js'
import type { TestPortal } from '../../support/test-portal.js'

let opened: { testPortal: TestPortal; portalSide: PortalSide }

const portalAgent = {
  open(options: OpenOptions) {
    document.body.replaceChildren()
    opened = openPortalSide({ ...options, origin: location.origin })
  },
  /** Opens the app in a frame that is titled after the user. */
  openFrame(userId: number, url: string) {
    openFrame(document.body, { url, title: `${userId}`, host: opened.testPortal.app.hostFor(userId) })
  },
  ask<Name extends keyof PortalSide>(name: Name, given: unknown[]): unknown {
    const member: unknown = opened.portalSide[name]
    return typeof member === 'function' ? member(...given) : member
  },
}

declare global {
  interface Window {
    portalAgent: typeof portalAgent
  }
}

window.portalAgent = portalAgent
