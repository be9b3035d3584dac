import type { BX24Client } from 'bx24-events'
import type { Portal } from 'bx24-events/portal'
import { array, boolean, constantFrom, record } from 'fast-check'
import { nextTask } from './next-task.js'
import { APP_ORIGIN } from './test-portal.js'

/** A change of handlers. */
export interface Step {
  does: 'callBind' | 'callUnbind' | 'callMethod event.bind' | 'callMethod event.unbind'
  event: string
  name: string
  /** Whether the next step is of another turn. */
  pause: boolean
}

/** Does it, and resolves to its result, or the code of its error. */
function take(BX24: BX24Client, { does, event, name }: Step): Promise<unknown> {
  const handler = `${APP_ORIGIN}/${name}`
  const method = does.split(' ')[1]
  const done =
    does === 'callBind' || does === 'callUnbind'
      ? BX24[does](event, handler)
      : BX24.callMethod(String(method), { event, handler })
  return done.catch(({ code }) => code)
}

/** Does all of them, with so many tasks in a pause, and resolves to what became of each. */
export async function takeAll(BX24: BX24Client, taken: readonly Step[], tasks = 1): Promise<unknown[]> {
  const ends: Promise<unknown>[] = []
  for (const step of taken) {
    ends.push(take(BX24, step))
    for (let task = 0; step.pause && task < tasks; task++) await nextTask()
  }
  return Promise.all(ends)
}

/** The handlers that a portal has, as `takeOneByOne` has them. */
export const rowsOf = ({ handlers }: Pick<Portal, 'handlers'>) =>
  handlers()
    .map(({ event, url }) => `${event} ${url}`)
    .sort()

/** What becomes of the steps where each waits for the one before. */
export function takeOneByOne(steps: readonly Step[]) {
  const rows = new Set<string>()
  const results = steps.map(({ does, event, name }) => {
    const key = `${event.toUpperCase()} ${APP_ORIGIN}/${name}`
    const isThere = rows.has(key)
    if (/unbind/i.test(does)) return { count: Number(rows.delete(key)) }
    rows.add(key)
    return isThere ? 'ERROR_CORE' : true
  })
  return { results, rows: [...rows].sort() }
}

/** Changes that meet each other. */
export const steps = array(
  record({
    does: constantFrom<Step['does'][]>(
      ...['callBind' as const, 'callUnbind' as const],
      ...['callMethod event.bind' as const, 'callMethod event.unbind' as const],
    ),
    event: constantFrom('OnCrmDealAdd', 'ONCRMDEALADD', 'OnCrmDealUpdate'),
    name: constantFrom('a', 'b'),
    pause: boolean(),
  }),
  { maxLength: 12 },
)
