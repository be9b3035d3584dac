import type { WireMessage } from 'bx24-events/portal'
import type { RestCallRecord } from 'bx24-events/server'
import { vi } from 'vitest'
import { INITIAL_MODEL } from '../../../demo/portal/state/model.js'
import type { WireView } from '../../../demo/portal/state/wire-filter.js'
import type { WireLog } from '../../../demo/portal/state/wire-log.js'
import { createWirePanel } from '../../../demo/portal/views/wire-panel.js'
import { createModel } from './model.js'

export function createMessage(values: Partial<WireMessage> = {}): WireMessage {
  return {
    line: 'window',
    direction: 'to portal',
    at: 1,
    data: 'callMethod:{"method":"profile"}:7:sid',
    command: 'callMethod',
    callbackId: '7',
    content: { method: 'profile' },
    ...values,
  }
}

export function createTestWire() {
  const options = {
    ...{ copyEntry: vi.fn(), saveWire: vi.fn(), pauseWire: vi.fn(), clearWire: vi.fn() },
    ...{ filterWire: vi.fn(), showWholeWire: vi.fn(), turnWire: vi.fn() },
  }
  const panel = createWirePanel(options)
  document.body.replaceChildren(panel.element)
  return {
    ...{ ...options, ...panel },
    show: (wire: WireLog, view: Partial<WireView> = {}) =>
      panel.update(createModel({ wire, wireView: { ...INITIAL_MODEL.wireView, ...view } })),
  }
}

export function createCall(values: Partial<RestCallRecord> = {}): RestCallRecord {
  return { at: 0, duration: 12, method: 'profile', params: {}, body: '', status: 200, answer: {}, ...values }
}
