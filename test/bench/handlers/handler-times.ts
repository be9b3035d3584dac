import { spawn } from 'node:child_process'
import { on } from 'node:events'
import type { RuleSet } from '../../../src/portal/rules.js'
import { repository, run } from '../../support/run.js'
import { alignTable, median, writeVerdict } from '../measured.js'

/** Microseconds of one call, in a portal with so many handlers. */
export interface HandlerTimes {
  readonly bind: number
  readonly unbind: number
  /** Raising an event that one handler has bound. */
  readonly raise: number
}

export const STORM = { deliveries: 100_000, handlers: 100 }

const RULE_SETS: readonly RuleSet[] = ['documented', 'current']
const SIZES = [10, 100, 1000, 10_000, 100_000]
const ROUNDS = 101
/** How many times as long a call may take with the most handlers as with the fewest. */
const GOAL = 2

const NAMES: Readonly<Record<keyof HandlerTimes, string>> = {
  bind: 'bind',
  unbind: 'unbind',
  raise: 'raise to one',
}

/** What a call costs in a portal with few handlers and with many, by each rule set. Written as a table. */
export async function measureHandlers(): Promise<string> {
  const lines: string[][] = []
  for (const rules of RULE_SETS) lines.push(...writeGrowth(rules, await measureRounds(rules)))
  const head = ['With so many handlers', ...SIZES.map((size) => size.toLocaleString('en')), 'growth', 'goal']
  return alignTable([head, ...lines])
}

/**
 * The times of each round, in the order of the sizes. Each size has a process of its own, and they take turns, so that a slow
 * moment of the machine is none of one size alone.
 */
async function measureRounds(rules: RuleSet): Promise<HandlerTimes[][]> {
  const portals = SIZES.map((handlers) => startPortal(rules, handlers))
  try {
    for (const portal of portals) await portal.ready
    const rounds: HandlerTimes[][] = []
    for (let round = 0; round < ROUNDS; round++) {
      const times: HandlerTimes[] = []
      for (const portal of portals) times.push(await portal.runRound())
      rounds.push(times)
    }
    return rounds
  } finally {
    for (const portal of portals) portal.end()
  }
}

interface PortalProcess {
  /** Resolves once it has as many handlers as it should. */
  readonly ready: Promise<unknown>
  runRound(): Promise<HandlerTimes>
  end(): void
}

function startPortal(rules: RuleSet, handlers: number): PortalProcess {
  const script = 'test/bench/handlers/portal-process.ts'
  const child = spawn(process.execPath, ['test/support/run-typescript.js', script, rules, String(handlers)], {
    cwd: repository,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const messages = on(child, 'message', { close: ['exit'] })

  async function nextMessage(): Promise<unknown> {
    const { done, value } = await messages.next()
    if (done) throw new Error(`The process with ${handlers} handlers has ended`)
    return value[0]
  }

  return {
    ready: nextMessage(),
    async runRound() {
      child.send('round')
      return (await nextMessage()) as HandlerTimes
    },
    end: () => void child.kill(),
  }
}

function writeGrowth(rules: RuleSet, rounds: readonly (readonly HandlerTimes[])[]): string[][] {
  const keys = Object.keys(NAMES) as (keyof HandlerTimes)[]
  return keys.map((key) => {
    const timesOf = (column: number) => rounds.map((times) => times.at(column)?.[key] ?? Number.NaN)
    const [fewest, most] = [timesOf(0), timesOf(-1)]
    const growth = median(most.map((time, round) => time / (fewest[round] ?? Number.NaN)))
    const cells = SIZES.map((_, column) => `${median(timesOf(column)).toFixed(1)} µs`)
    return [`${NAMES[key]}, ${rules} rules`, ...cells, growth.toFixed(2), writeVerdict(growth, GOAL)]
  })
}

/** How long it takes to deliver a storm of events, in a process of its own. */
export async function measureStorm(): Promise<string> {
  const parameters = ['test/support/run-typescript.js', 'test/bench/handlers/drain-process.ts']
  const milliseconds = Number(await run(process.execPath, parameters, { folder: repository }))
  const { deliveries, handlers } = STORM
  const each = ((milliseconds / deliveries) * 1000).toFixed(1)
  const [many, few] = [deliveries, handlers].map((count) => count.toLocaleString('en'))
  return `${many} deliveries to ${few} handlers: ${(milliseconds / 1000).toFixed(1)} s, ${each} µs each`
}
