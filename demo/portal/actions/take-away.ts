import type { Delivery } from 'bx24-events/portal'
import { describeError } from '../api.js'
import { writeCurl } from '../state/curl.js'
import type { Outcome, PageModel } from '../state/model.js'
import type { Store } from '../state/store.js'
import { exportEntry, writeJsonLines } from '../state/wire-export.js'
import type { WireEntry } from '../state/wire-log.js'
import { writeCount } from '../words.js'

/** Where a person takes something to. */
export interface Outlet {
  /** Rejects where the browser does not allow it. */
  copy(text: string): Promise<void>
  save(name: string, text: string): void
}

/** What is taken along, tokens or a mask in place of each: a choice of its own, each time. */
export interface TakeOptions {
  withTokens: boolean
}

/** Copies and saves what the page shows, and says what was taken. */
export function createTakeAway(store: Store<PageModel>, outlet: Outlet) {
  async function copy(what: string, text: string): Promise<Outcome> {
    try {
      await outlet.copy(text)
      return { tone: 'good', text: `Copied: ${what}.` }
    } catch (error) {
      const text = `Not copied: the browser does not let this page do it (${describeError(error)}).`
      return { tone: 'bad', text }
    }
  }

  return {
    async copyCurl({ id, request }: Delivery, options: TakeOptions): Promise<void> {
      if (!request) return
      const what = `#${id} as cURL, ${describeTokens(options)}`
      store.change({ deliveriesOutcome: await copy(what, writeCurl(request, options)) })
    },
    async copyEntry(entry: WireEntry, options: TakeOptions): Promise<void> {
      const text = JSON.stringify(exportEntry(entry, options), undefined, 2)
      store.change({ wireOutcome: await copy(`one ${entry.type}, ${describeTokens(options)}`, text) })
    },
    /** All that is kept, also what a filter or a pause hides: the oldest first. */
    saveWire(options: TakeOptions): void {
      const { entries } = store.model.wire
      const name = `wire-${new Date().toISOString().replaceAll(/[:.]/g, '-')}.jsonl`
      outlet.save(name, writeJsonLines(entries, options))
      const what = `${writeCount(entries.length, 'line')} of JSON, ${describeTokens(options)}`
      store.change({ wireOutcome: { tone: 'good', text: `Saved as ${name}: ${what}.` } })
    },
  }
}

const describeTokens = ({ withTokens }: TakeOptions) =>
  withTokens ? 'with tokens that work' : 'tokens masked'
