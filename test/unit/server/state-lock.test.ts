import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunningPortal, StartPortalOptions } from 'bx24-events/server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTestPortal } from '../../support/running-portal.js'

let folder: string
let path: string
const ends: (() => Promise<unknown>)[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'))
  path = join(folder, 'portal.json')
})
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
  await rm(folder, { recursive: true })
})

async function start(options: Partial<StartPortalOptions> = {}): Promise<RunningPortal> {
  const running = await startTestPortal({ state: path, ...options })
  ends.push(running.close)
  return running
}

const readLoad = async () => JSON.parse(await readFile(path, 'utf8')).load

/** Another process that does nothing, until it is killed. */
async function startProcess() {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  await new Promise((resolve) => child.once('spawn', resolve))
  const ended = new Promise((resolve) => child.once('close', resolve))
  const kill = async () => {
    child.kill('SIGKILL')
    await ended
  }
  ends.push(kill)
  return { pid: child.pid, kill }
}

describe('the state of a portal that runs', () => {
  it('is refused to another one of the same process, until it is closed', async () => {
    const first = await start()
    await expect(start()).rejects.toThrow(
      `state: ${path} is kept by another portal, of process ${process.pid}: end that one, or name another file.`,
    )
    first.portal.setLoad(7)
    await expect.poll(readLoad).toBe(7)
    await first.close()
    expect((await start()).portal.load).toBe(7)
  })

  it('is kept until it could be written, also where closing fails at first', async () => {
    const first = await start()
    first.portal.setLoad(3)
    await rename(folder, `${folder}-aside`)
    await expect(first.close()).rejects.toThrow(`there is no folder ${folder}`)
    await rename(`${folder}-aside`, folder)
    await expect(start()).rejects.toThrow('is kept by another portal')
    await first.close()
    expect((await start()).portal.load).toBe(3)
  })

  it('is refused where the lock can be neither read nor made, and does not wait for that', async () => {
    await symlink(join(folder, 'nowhere', 'lock'), `${path}.lock`)
    await expect(start()).rejects.toThrow(`state: ${path}.lock can be neither read nor made anew: delete it.`)
  })

  it('is refused to one of another process, as long as that lives', async () => {
    const { pid, kill } = await startProcess()
    await writeFile(`${path}.lock`, `${pid} portal`)
    await expect(start()).rejects.toThrow(`of process ${pid}`)
    expect(await readdir(folder)).toEqual(['portal.json.lock'])
    await kill()
    await start()
    await expect(start()).rejects.toThrow(`of process ${process.pid}`)
  })

  it('is refused by another name of its file too', async () => {
    const first = await start()
    const link = join(folder, 'link.json')
    await symlink(path, link)
    await expect(start({ state: link })).rejects.toThrow(`state: ${link} is kept by another portal`)
    await first.close()
    await start({ state: link })
  })

  it('is given to one of many that start at once, whoever had it before', async () => {
    const { pid, kill } = await startProcess()
    await kill()
    for (const before of [undefined, `${pid} portal`]) {
      if (before !== undefined) await writeFile(`${path}.lock`, before)
      const starts = await Promise.allSettled(Array.from({ length: 5 }, () => start()))
      expect(starts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      await Promise.all(ends.splice(0).map((end) => end()))
      expect(await readdir(folder)).toEqual(['portal.json'])
    }
  })

  it('is left alone by one that had it, even if that is closed once more', async () => {
    const first = await start()
    await first.close()
    const second = await start()
    second.portal.setLoad(2)
    await expect.poll(readLoad).toBe(2)
    first.portal.setLoad(1)
    await first.close()
    expect(await readLoad()).toBe(2)
    await expect(start()).rejects.toThrow('is kept by another portal')
  })
})

/** What tells a process from others that had its number, and will have it. */
async function readStart(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  return stat.replace(/^.*\) /s, '').split(' ')[19] ?? ''
}

describe.runIf(existsSync('/proc/self/stat'))('a lock that says when its process started', () => {
  it('is another one in this process: of a thread, say, which shares nothing with this one but the number', async () => {
    await writeFile(`${path}.lock`, `${process.pid} ${await readStart(process.pid)} portal`)
    await expect(start()).rejects.toThrow(`of process ${process.pid}`)
    await rm(`${path}.lock`)
    await start()
    expect(await readFile(`${path}.lock`, 'utf8')).toContain(
      `${process.pid} ${await readStart(process.pid)} `,
    )
  })

  it('is none where another process has that number now, as after a restart of the machine', async () => {
    const { pid = 0 } = await startProcess()
    await writeFile(`${path}.lock`, `${pid} ${await readStart(pid)} portal`)
    await expect(start()).rejects.toThrow(`of process ${pid}`)
    await writeFile(`${path}.lock`, `${pid} 1 portal`)
    await start()
  })
})

describe('a lock that is left behind', () => {
  it('by a process that had the number of this one is none', async () => {
    await writeFile(`${path}.lock`, `${process.pid} portal`)
    await start()
  })

  it('and says of nobody whose it is, says what to do', async () => {
    await writeFile(`${path}.lock`, '')
    await expect(start()).rejects.toThrow(
      `is kept by another portal: end that one, or name another file. If there is none, delete ${path}.lock.`,
    )
    await rm(`${path}.lock`)
    await start()
  })

  it('is not by a start that fails, early or late', async () => {
    await expect(start({ hostPage: join(folder, 'none') })).rejects.toThrow()
    expect(await readdir(folder)).toEqual(['portal.json'])
    await writeFile(path, 'portal')
    await expect(start()).rejects.toThrow('holds no state that this version reads')
    expect(await readdir(folder)).toEqual(['portal.json'])
  })
})
