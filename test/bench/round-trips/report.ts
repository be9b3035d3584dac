import { bundle } from '../../support/bundle.js'
import { repository } from '../../support/run.js'
import { alignTable, median, quantile } from '../measured.js'
import { CLIENT, CONTENDERS, CONTROL, type Contender, PENPAL, RAW_PORT, RAW_WINDOW } from './contenders.js'
import type { Measure, RoundTrips, Times } from './results.js'

const MEASURES: readonly Measure[] = ['one after another', 'at once', 'to the first answer']

/** What the client is to reach: a ratio of its times to those of another, and which others it is to be below. */
const GOALS: readonly { measure: Measure; to: Contender; most: number; below?: Contender }[] = [
  { measure: 'one after another', to: RAW_PORT, most: 1.2, below: PENPAL },
  { measure: 'at once', to: RAW_WINDOW, most: 0.1 },
  { measure: 'to the first answer', to: RAW_WINDOW, most: 1.5, below: PENPAL },
]
const MOST_BYTES = 5000
/** Bytes: what a collection of garbage leaves now and then. */
const HEAP_NOISE = 100_000

/** Writes what was measured as a table of Markdown, and a line for each goal. */
export async function reportRoundTrips(trips: RoundTrips): Promise<string> {
  const sizes = new Map<Contender, number>()
  for (const contender of CONTENDERS) {
    if (contender.imported !== undefined) sizes.set(contender, await measureSize(contender.imported))
  }
  return `${writeRows(trips, sizes)}\n\n${writeGoals(trips, sizes).join('\n')}`
}

async function measureSize(imported: string): Promise<number> {
  // Our own from the sources: what is published is measured by the tests.
  const from = imported === 'bx24-events' ? './src/index.ts' : imported
  return (await bundle(`export * from '${from}'`, repository)).gzipBytes
}

function writeRows({ times, calls }: RoundTrips, sizes: ReadonlyMap<Contender, number>): string {
  const cells = (who: Contender) =>
    MEASURES.map((measure) => {
      const { ratio, low, high } = compare(times[measure], who, RAW_WINDOW)
      const time = median(times[measure][who.name] ?? []) / calls[measure]
      return `${ratio.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)}), ${writeTime(time)}`
    })
  return alignTable([
    ['Ratio to the raw echo (middle half), one call', ...MEASURES, 'gzip'],
    ...CONTENDERS.map((contender) => [contender.name, ...cells(contender), writeSize(sizes.get(contender))]),
  ])
}

function writeGoals({ times, heapGrowth }: RoundTrips, sizes: ReadonlyMap<Contender, number>): string[] {
  const lines = GOALS.map(({ measure, to, most, below }) => {
    const { ratio } = compare(times[measure], CLIENT, to)
    const noise = Math.abs(compare(times[measure], CONTROL, RAW_WINDOW).ratio - 1)
    const rival = below && compare(times[measure], CLIENT, below).ratio
    const isReached = ratio * (1 + noise) <= most && (rival === undefined || rival * (1 + noise) < 1)
    const beside = below ? `, ${rival?.toFixed(2)} of ${below.name}` : ''
    return `${measure}: ${ratio.toFixed(2)} of ${to.name}${beside}; at most ${most}, by more than ${noise.toFixed(2)}: ${verdict(isReached)}`
  })
  const size = sizes.get(CLIENT) ?? Number.NaN
  const growth = Math.max(heapGrowth.app, heapGrowth.portal)
  return [
    ...lines,
    `client: ${writeSize(size)}; at most ${writeSize(MOST_BYTES)}: ${verdict(size <= MOST_BYTES)}`,
    `heap after 20,000 calls: app ${writeGrowth(heapGrowth.app)}, portal ${writeGrowth(heapGrowth.portal)}; no growth: ${verdict(growth < HEAP_NOISE)}`,
  ]
}

/** The ratio of two times of the same round: the median of all rounds, and their middle half. */
function compare(times: Times, who: Contender, to: Contender) {
  const others = times[to.name] ?? []
  const ratios = (times[who.name] ?? []).map((time, round) => time / (others[round] ?? Number.NaN))
  return { ratio: median(ratios), low: quantile(ratios, 0.25), high: quantile(ratios, 0.75) }
}

const verdict = (isReached: boolean) => (isReached ? 'reached' : 'NOT reached')
const writeTime = (milliseconds: number) => `${(milliseconds * 1000).toFixed(0)} µs`
const writeSize = (bytes: number | undefined) =>
  bytes === undefined ? '' : `${bytes.toLocaleString('en')} B`
const writeGrowth = (bytes: number) => `${(bytes / 1000).toFixed(0)} kB`
