import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Browser, BrowserContextOptions, Frame, Page } from 'playwright-core'

export type WithPage = <T>(options: BrowserContextOptions, use: (page: Page) => Promise<T>) => Promise<T>

/** Opens a page, hands it over, and closes it. Rejects where the page wrote an error to its console. */
export async function usePage<T>(
  browser: Browser,
  options: BrowserContextOptions,
  use: (page: Page) => Promise<T>,
): Promise<T> {
  const page = await browser.newPage(options)
  const errors: string[] = []
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  page.on('pageerror', (error) => errors.push(String(error)))
  try {
    const result = await use(page)
    if (errors.length > 0) throw new Error(`The page wrote errors to its console:\n${errors.join('\n')}`)
    return result
  } finally {
    await page.close()
  }
}

const axe = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds wrong in one document, a line each. */
export async function violationsIn(frame: Frame): Promise<string[]> {
  await frame.evaluate(await axe)
  return frame.evaluate(async () => {
    type Found = { violations: { id: string; nodes: { html: string }[] }[] }
    const { axe } = window as unknown as { axe: { run(options: object): Promise<Found> } }
    const { violations } = await axe.run({ iframes: false })
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
  })
}

/** Whether a page has to be scrolled sideways. Runs in it. */
export const isWiderThanItself = () =>
  document.documentElement.scrollWidth > document.documentElement.clientWidth
