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

const SCHEMES = ['light', 'dark'] as const

/**
 * What is wrong with the documents of a page, a line each, at each width in pixels, and at the first in both schemes, which differ in
 * colours alone: by axe, and where one has to be scrolled sideways. The page stays in the state that it is in, which takes longer to
 * get than to look at.
 */
export async function problemsIn(
  page: Page,
  { documents = [page.mainFrame()], widths = [360, 1440] }: { documents?: Frame[]; widths?: number[] } = {},
): Promise<string[]> {
  const problems: string[] = []
  for (const [index, width] of widths.entries()) {
    await page.setViewportSize({ width, height: 900 })
    for (const colorScheme of SCHEMES.slice(0, index === 0 ? 2 : 1)) {
      await page.emulateMedia({ colorScheme })
      for (const document of documents) {
        const found = await violationsIn(document)
        if (await document.evaluate(isWiderThanItself)) found.push('has to be scrolled sideways')
        problems.push(...found.map((problem) => `${width} pixels, ${colorScheme}: ${problem}`))
      }
    }
  }
  return problems
}
