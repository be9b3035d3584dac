import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RunningPortal, type StartPortalOptions, startPortal } from 'bx24-events/server'

export const HOST_PAGE = '<!doctype html><title>Portal</title>'

export interface RunningPortalOptions extends Partial<Omit<StartPortalOptions, 'hostPage'>> {
  /** The portal's page. Default: one that says nothing. */
  readonly page?: string
}

/** A portal over HTTP on a free port. It and the folder of its page go with `close`. */
export async function startTestPortal({
  page = HOST_PAGE,
  ...options
}: RunningPortalOptions = {}): Promise<RunningPortal> {
  const hostPage = await mkdtemp(join(tmpdir(), 'host-page-'))
  await writeFile(join(hostPage, 'index.html'), page)
  const running = await startPortal({
    app: { title: 'App', url: 'http://127.0.0.1:9/', scopes: ['crm'] },
    users: [
      { id: 1, name: 'Anna', admin: true },
      { id: 2, name: 'Boris' },
    ],
    baseDelay: 0,
    deliver: async () => ({ status: 200 }),
    // Where the app is, nobody need answer.
    fetch: async () => new Response(),
    hostPage,
    ...options,
  })
  return {
    ...running,
    async close() {
      await running.close()
      await rm(hostPage, { recursive: true, force: true })
    },
  }
}
