import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, inject, it } from 'vitest'
import { type Finished, runToEnd } from '../support/run.js'

const { consumer } = inject('packedPackage')
const observer = join(consumer, 'observe-import.js')

/** Imports a module and prints what that changed around it. */
const observerCode = `
const globals = () => new Map(Reflect.ownKeys(globalThis).map((key) => [String(key), globalThis[key]]))
const listeners = () => process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0)

globals() // Node makes some of its globals only when they are read, and that is not the module's doing.
const before = { globals: globals(), listeners: listeners() }
await import(process.argv[2])
const after = { globals: globals(), listeners: listeners() }
const changed = [...after.globals].filter(([key, value]) => !Object.is(value, before.globals.get(key)))

console.log(JSON.stringify({
  globals: changed.map(([key]) => key),
  running: process.getActiveResourcesInfo().filter((name) => !/^(Pipe|TTY|CloseReq)/.test(name)),
  listeners: after.listeners - before.listeners,
}))
`

beforeAll(() => writeFile(observer, observerCode))

function observeImport(specifier: string): Promise<Finished> {
  return runToEnd(process.execPath, [observer, specifier], { folder: consumer, timeout: 20_000 })
}

const entries = ['bx24-events', 'bx24-events/portal', 'bx24-events/testing', 'bx24-events/server']

it.each(entries)('%s does nothing when it is imported, and lets the process end', async (entry) => {
  const { status, output, errors } = await observeImport(entry)
  expect({ status, errors }).toEqual({ status: 0, errors: '' })
  expect(JSON.parse(output)).toEqual({ globals: [], running: [], listeners: 0 })
})

it('would see a global, a replaced global, a timer and a listener', async () => {
  const busy = `
    globalThis.left = 1
    globalThis.Response = class {}
    setTimeout(() => {}, 1)
    process.on('exit', () => {})
  `
  const { status, output } = await observeImport(`data:text/javascript,${encodeURIComponent(busy)}`)
  expect(status).toBe(0)
  expect(JSON.parse(output)).toEqual({
    globals: ['Response', 'left'],
    running: ['Timeout'],
    listeners: 1,
  })
})

it('a client and a portal that are left open let the process end too', async () => {
  const script = `
import { createBX24 } from 'bx24-events'
import { createPortal } from 'bx24-events/portal'
import { openTestFrame } from 'bx24-events/testing'

const portal = createPortal({ origin: 'https://portal.example.com' })
const app = portal.addApp({ title: 'App', url: 'https://app.example.com/' })
const BX24 = createBX24({ window: openTestFrame(portal, { app, userId: 1 }).window })
console.log((await BX24.callMethod('profile')).ID)
`
  const file = join(consumer, 'left-open.js')
  await writeFile(file, script)
  const { status, output, errors } = await runToEnd(process.execPath, [file], {
    folder: consumer,
    timeout: 20_000,
  })
  expect({ status, output, errors }).toEqual({ status: 0, output: '1\n', errors: '' })
})
