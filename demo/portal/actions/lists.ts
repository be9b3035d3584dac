import type { Delivery, Handler } from 'bx24-events/portal'
import type { ToldDelivery } from 'bx24-events/server'
import { describeFailure } from '../api.js'
import { ALL_DELIVERIES, type DeliveryFilter } from '../state/delivery-filter.js'
import { addContents, addOlder } from '../state/portal-state.js'
import { WHOLE_WIRE, type WireFilter } from '../state/wire-filter.js'
import { clearWire, type WireEntry } from '../state/wire-log.js'
import type { Asking } from './asking.js'

/** What a person does with the lists: filters them, turns their pages, holds them. */
export function createListActions({ store, api }: Asking) {
  /** Another filter starts with the newest. */
  function filterDeliveries(change: Partial<DeliveryFilter>): void {
    store.change(({ deliveriesView: { filter } }) => ({
      deliveriesView: { filter: { ...filter, ...change }, top: undefined },
    }))
  }

  function filterWire(change: Partial<WireFilter>): void {
    store.change(({ wireView }) => ({
      wireView: { ...wireView, filter: { ...wireView.filter, ...change }, top: undefined },
    }))
  }

  async function loadOlder(): Promise<void> {
    const { portal, isLoadingOlder } = store.model
    const [oldest] = portal?.deliveries ?? []
    if (!oldest || isLoadingOlder) return
    store.change({ isLoadingOlder: true })
    try {
      const older = await api.get<Delivery[]>(`/api/deliveries?before=${oldest.id}`)
      store.change(({ portal }) => (portal ? { portal: addOlder(portal, older) } : {}))
    } catch (error) {
      store.change({ deliveriesOutcome: describeFailure(error) })
    }
    store.change({ isLoadingOlder: false })
  }

  async function loadDelivery(id: Delivery['id']): Promise<void> {
    try {
      const told = await api.get<ToldDelivery>(`/api/deliveries/${id}`)
      store.change(({ portal }) => (portal ? { portal: addContents(portal, told) } : {}))
    } catch (error) {
      store.change({ deliveriesOutcome: describeFailure(error) })
    }
  }

  return {
    filterDeliveries,
    showAllDeliveries: () => filterDeliveries(ALL_DELIVERIES),
    showDeliveriesOf: (handlerId: Handler['id']) => filterDeliveries({ ...ALL_DELIVERIES, handlerId }),
    turnDeliveries: (top: Delivery | undefined) =>
      store.change(({ deliveriesView }) => ({ deliveriesView: { ...deliveriesView, top } })),
    loadOlder,
    loadDelivery,
    filterWire,
    showWholeWire: () => filterWire(WHOLE_WIRE),
    turnWire: (top: WireEntry | undefined) =>
      store.change(({ wireView }) => ({ wireView: { ...wireView, top } })),
    /** While it is paused, the page shows what was there. */
    pauseWire: (isPaused: boolean) =>
      store.change(({ wire, wireView }) => ({
        wireView: { ...wireView, paused: isPaused ? wire : undefined },
      })),
    clearWire: () =>
      store.change(({ wire, wireView }) => {
        const cleared = clearWire(wire)
        const paused = wireView.paused && cleared
        return { wire: cleared, wireView: { ...wireView, paused, top: undefined }, wireOutcome: undefined }
      }),
  }
}
