import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { findOwnPackage } from './own-package.js'

/** The folder of the host page that this package carries. */
export function packagedHostPage(): string {
  return join(findOwnPackage(), 'dist/host-page')
}

/** A portal whose page is missing would start, and show nothing: rejects where it is. */
export async function requireHostPage(folder: string): Promise<void> {
  const file = join(folder, 'index.html')
  try {
    await access(file)
  } catch (cause) {
    throw new Error(`hostPage: there is no ${file}. It is the folder that the portal's page is in.`, {
      cause,
    })
  }
}

/** Serves what is in the folder, at one origin only, and nothing else. */
export function createHostPage(origin: string, folder: string): Hono {
  const { host } = new URL(origin)
  const page = new Hono()
  page.use(async (context, next) => {
    // By another name of this machine the page is of another origin, and its app would not answer it.
    if (context.req.header('host') !== host) return context.redirect(`${origin}/`)
    context.header('content-security-policy', "frame-ancestors 'none'")
    return next()
  })
  page.use(serveStatic({ root: folder }))
  page.all('*', (context) => context.text(`Nothing here. The portal's page is at ${origin}/`, 404))
  return page
}
