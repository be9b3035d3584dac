import type { PageState } from 'bx24-events/server'
import { expect, it } from 'vitest'
import { applyUpdate } from '../../../demo/portal/state/portal-state.js'
import { createDelivery } from './samples.js'

const request = { method: 'POST', url: 'http://127.0.0.1/', headers: {}, body: 'a=1' } as const
const state = (deliveries: PageState['deliveries']) => ({ deliveries, handlers: [] }) as unknown as PageState

it('keeps what a delivery was told with, where an update has no room for it', () => {
  const known = createDelivery({ state: 'sent', request, data: { a: 1 } })
  const cut = {
    ...known,
    state: 'answered',
    status: 200,
    data: undefined,
    request: undefined,
    isCut: true,
  } as const
  const [kept] = applyUpdate(state([known]), { deliveries: [cut] }).deliveries
  expect(kept).toEqual({ ...known, state: 'answered', status: 200 })
  const queued = { ...known, request: undefined }
  expect(applyUpdate(state([queued]), { deliveries: [cut] }).deliveries).toEqual([cut])
})
