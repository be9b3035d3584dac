// Run by itself, with a rule set and the number of handlers that there are. Each time it is asked, it measures a round of calls.
import { on } from 'node:events'
import { createPortal } from '../../../src/portal/portal.js'
import type { RuleSet } from '../../../src/portal/rules.js'
import type { HandlerTimes } from './handler-times.js'

const [rules, count] = [process.argv[3] as RuleSet, Number(process.argv[4])]
const WARM_UP = 30
const CALLS = 200

const users = Array.from({ length: count + CALLS }, (_, index) => ({
  id: index + 1,
  name: 'User',
  admin: true,
}))
const portal = createPortal({
  ...{ origin: 'http://localhost:5174', rules, users, limits: false, baseDelay: 0 },
  deliver: async () => ({ status: 200 }),
})
const app = portal.addApp({ title: 'App', url: 'http://127.0.0.1:5173/', scopes: ['crm', 'task'] })
const token = app.tokenFor(1)

/**
 * All handlers but one are of one event: what looks through a list is slow then. By the documented rules, each is of another user,
 * and all have one URL; by those of today, each has another URL, and all are of one user.
 */
function crowd(index: number): Record<string, unknown> {
  const isDocumented = rules === 'documented'
  const handler = `http://127.0.0.1:5173/${isDocumented ? 'handler' : index}/`
  return { event: 'OnCrmDealAdd', handler, auth_type: isDocumented ? index : 0 }
}

async function call(method: string, params: Record<string, unknown>): Promise<void> {
  const { status } = await portal.call(token, method, params)
  if (status !== 200) throw new Error(`${method} was answered with ${status}`)
}

async function timeCalls(run: (index: number) => unknown): Promise<number> {
  const start = performance.now()
  for (let index = 0; index < CALLS; index++) await run(index)
  return ((performance.now() - start) / CALLS) * 1000
}

async function runRound(): Promise<HandlerTimes> {
  const bind = await timeCalls((index) => call('event.bind', crowd(count + index)))
  const unbind = await timeCalls((index) => call('event.unbind', crowd(count + index)))
  const raise = await timeCalls(() => portal.raise('OnTaskAdd', { by: 1 }))
  await portal.settled()
  return { bind, unbind, raise }
}

await call('event.bind', { event: 'OnTaskAdd', handler: 'http://127.0.0.1:5173/one/' })
for (let index = 1; index < count; index++) await call('event.bind', crowd(index))
for (let round = 0; round < WARM_UP; round++) await runRound()
if (portal.handlers().length !== count) throw new Error(`There are ${portal.handlers().length} handlers`)

// Listens first: what comes earlier would be lost.
const questions = on(process, 'message', { close: ['disconnect'] })
process.send?.('ready')
for await (const _ of questions) process.send?.(await runRound())
