import type { Manner } from './orders.js'

/** What is measured of each contender. */
export type Measure = Manner | 'to the first answer'

/** Milliseconds of each round, by the name of the contender. */
export type Times = Readonly<Record<string, readonly number[]>>

export interface RoundTrips {
  readonly times: Readonly<Record<Measure, Times>>
  /** How many calls a round has. */
  readonly calls: Readonly<Record<Measure, number>>
  /** Bytes that app and portal have in use after many calls, beyond those after as many calls before. */
  readonly heapGrowth: { readonly app: number; readonly portal: number }
}

/** What the portal's page reports when it is done. */
export type Report = RoundTrips | { readonly failed: string }
