import { openUnattended } from '../../support/chromium.js'
import { bundlePage, bundleScript, serveFramePages, writePage } from '../../support/frame-pages.js'
import { startServer } from '../../support/http-server.js'
import { CONTENDERS } from './contenders.js'
import type { Report, RoundTrips } from './results.js'

/**
 * Calls to a portal that answers at once, in Chromium over two origins, each in a process of its own. All contenders take
 * turns, so that a slow moment of the machine is none of one alone.
 */
export async function measureRoundTrips(): Promise<RoundTrips> {
  const reports = await takeReport()
  const pages = await serveFramePages({
    portal: await bundlePage('test/bench/round-trips/portal-page.ts'),
    apps: await bundleApps(),
  })
  const query = new URLSearchParams({ apps: pages.appUrl, reports: reports.origin })
  const browser = await openUnattended(`${pages.portalUrl}?${query}`, [
    '--site-per-process',
    '--js-flags=--expose-gc',
    '--enable-precise-memory-info',
  ])
  try {
    const report = await Promise.race([reports.report, browser.ended])
    if ('failed' in report) throw new Error(report.failed)
    return report
  } finally {
    await browser.close()
    await Promise.all([pages.close(), reports.close()])
  }
}

/** Each app as a page that loads its script from a file of its own, as apps are made: browsers keep what they compiled of it. */
async function bundleApps(): Promise<Record<string, string>> {
  const files: Record<string, string> = {}
  for (const app of new Set(CONTENDERS.map(({ app }) => app))) {
    files[app] = writePage(`<script type="module" src="${app}.js"></script>`)
    files[`${app}.js`] = await bundleScript(`test/bench/round-trips/apps/${app}.ts`)
  }
  return files
}

/** A server that takes the report of the portal's page. */
async function takeReport() {
  let take: (report: Report) => void
  const report = new Promise<Report>((resolve) => {
    take = resolve
  })
  const server = await startServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      response.end()
      take(JSON.parse(Buffer.concat(parts).toString()) as Report)
    })
  })
  return { ...server, report }
}
