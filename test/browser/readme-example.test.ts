import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { launchChromium } from '../support/chromium.js'
import { buildProject, writeProject } from '../support/consumer.js'
import { serveFramePages } from '../support/frame-pages.js'
import { readExample } from '../support/readme.js'

const packed = inject('packedPackage')
let browser: Browser

beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

/** What a folder holds, by its path. */
async function readFolder(folder: string): Promise<Record<string, string>> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true })
  const entries = files
    .filter((file) => file.isFile())
    .map(async ({ parentPath, name }) => {
      const path = join(parentPath, name)
      return [path.slice(folder.length + 1), await readFile(path, 'utf8')] as const
    })
  return Object.fromEntries(await Promise.all(entries))
}

it("runs the README's example, as a user has built it, in the portal that the package carries", async () => {
  const project = await writeProject(packed, { name: 'running-example', code: await readExample('npm') })
  const built = await readFolder(await buildProject(project))
  const pages = await serveFramePages({ portal: '', apps: { ...built, '': built['index.html'] ?? '' } })
  const server = pathToFileURL(join(packed.installed, 'dist/server.js')).href
  const { startPortal }: typeof import('bx24-events/server') = await import(/* @vite-ignore */ server)
  const running = await startPortal({ app: { title: 'Example', url: pages.appUrl, scopes: ['crm'] } })
  try {
    const bound: string[][] = []
    const isDone = new Promise<void>((resolve) => {
      running.portal.subscribe(({ type }) => {
        if (type !== 'handlers') return
        bound.push(running.portal.handlers().map(({ event, url }) => `${event} ${url}`))
        if (bound.length === 2) resolve()
      })
    })
    const page = await browser.newPage()
    await page.goto(running.url)
    await isDone
    expect(bound).toEqual([['ONCRMDEALADD https://app.example.com/handler/'], []])
    await page.close()
  } finally {
    await running.close()
    await pages.close()
  }
})
