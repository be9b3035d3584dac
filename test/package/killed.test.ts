import { type ChildProcess, spawn } from 'node:child_process'
import { watch } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPortal } from 'bx24-events/portal'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'

const { consumer } = inject('packedPackage')
const script = join(consumer, 'changing-portal.js')

/** A portal with a large state that changes all the time. */
const code = `
import { startPortal } from 'bx24-events/server'
const app = { title: 'App', url: 'http://127.0.0.1:3000/', scopes: ['crm'] }
const running = await startPortal({ app, state: process.argv[2], fetch: async () => new Response() })
await running.app.hostFor(1).setOption({ kind: 'app', name: 'large', value: 'x'.repeat(1_000_000) })
for (let load = 1; ; load++) {
  running.portal.setLoad(load)
  await new Promise((resolve) => setImmediate(resolve))
}
`
const ROUNDS = 5

let folder: string
let path: string
let child: ChildProcess | undefined
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'killed-'))
  path = join(folder, 'portal.json')
  await writeFile(script, code)
})
afterAll(async () => {
  child?.kill('SIGKILL')
  await rm(folder, { recursive: true })
})

/** Runs it, and kills it without a warning once so many times something has happened to its file, or to one beside it. */
async function runAndKill(times: number): Promise<void> {
  child = spawn(process.execPath, [script, path], { cwd: consumer, stdio: 'inherit' })
  let seen = 0
  const watcher = watch(folder, (_event, name) => {
    if (name?.startsWith('portal.json')) seen += 1
    if (seen === times) child?.kill('SIGKILL')
  })
  await new Promise((resolve) => child?.once('close', resolve))
  watcher.close()
  expect(child.signalCode).toBe('SIGKILL')
}

it(`a state is a whole one, the old or the new, whenever its portal is killed: ${ROUNDS} times`, async () => {
  let load = 0
  for (let round = 0; round < ROUNDS; round++) {
    await runAndKill(20 + 3 * round)
    const snapshot = JSON.parse(await readFile(path, 'utf8'))
    const portal = createPortal({ origin: 'http://localhost:1', snapshot })
    load = Math.max(load, portal.load)
    await portal.close()
  }
  expect(load).toBeGreaterThan(1)
  // Some were killed while they wrote: what was begun lies beside the file.
  const whole = ['portal.json', 'portal.json.lock']
  const others = (await readdir(folder)).filter((name) => !whole.includes(name))
  expect(others.length).toBeGreaterThan(0)
}, 180_000)
