import * as v from 'valibot'
import type { Changes } from './changes.js'
import { optionsOf, ordinalOrZero, parse } from './parse.js'

/** So many of the next calls of REST, or `'all'`, until it is undone. */
export type CallCount = number | 'all'

/** What deliveries can meet in place of their handlers. */
export type HandlerFault = 'slow' | 'down' | 'failing'

/** What goes wrong in a portal, for an app to be tried with. */
export interface PortalFaults {
  /** So many of the next calls of REST answer `QUERY_LIMIT_EXCEEDED` (503), and are not carried out. */
  readonly queryLimit: CallCount
  /** So many of the next calls of REST are carried out, and their answers are lost on the way. */
  readonly lostReplies: CallCount
  /**
   * `well`: handlers are called. Else deliveries meet a handler that takes a second longer than `slowAfter` and answers 200
   * (`slow`), that refuses the connection (`down`), or that answers 500 (`failing`), and the real one is not called.
   */
  readonly handlers: 'well' | HandlerFault
}

/** All is well: for `setFaults`, to undo whatever was done. */
export const NO_FAULTS: PortalFaults = { queryLimit: 0, lostReplies: 0, handlers: 'well' }

/** The faults of one portal. Who meets them asks here. */
export interface Faults {
  readonly current: PortalFaults
  /** Throws a `TypeError` that names what is wrong, and changes nothing then. */
  change(patch: Partial<PortalFaults>): void
  /** Whether a call of REST meets the fault, which is one fewer then. */
  isMet(fault: 'queryLimit' | 'lostReplies'): boolean
}

const callCount = v.exactOptional(
  v.custom<CallCount>(
    (value) => value === 'all' || v.is(ordinalOrZero, value),
    (issue) => `expected a whole number from 0 up, or all, not ${issue.received}`,
  ),
)

const patchSchema = optionsOf(
  {
    queryLimit: callCount,
    lostReplies: callCount,
    handlers: v.exactOptional(
      v.picklist(
        ['well', 'slow', 'down', 'failing'],
        (issue) => `expected well, slow, down or failing, not ${issue.received}`,
      ),
    ),
  },
  '{ lostReplies: 1 }',
)

export function createFaults(changes: Changes): Faults {
  let current = NO_FAULTS

  function set(values: Partial<PortalFaults>): void {
    current = { ...current, ...values }
    changes.tell({ type: 'faults', faults: current })
  }

  return {
    get current() {
      return current
    },
    change: (patch) => set(parse(patchSchema, patch, 'faults')),
    isMet(fault) {
      const left = current[fault]
      if (left === 0) return false
      if (left !== 'all') set({ [fault]: left - 1 })
      return true
    },
  }
}
