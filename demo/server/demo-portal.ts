import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { RuleSet } from 'bx24-events/portal'
import type { RunningPortal, StartPortalOptions } from 'bx24-events/server'

const ENTRY = 'bx24-events/server'

/** The path of the built server. Throws where it has not been built. */
export function findBuiltServer(): string {
  try {
    // Node resolves the package by its own name, as it would for a user. Vite's configuration runs in a folder that has no
    // package of its own, and could not.
    return createRequire(join(import.meta.dirname, '../../package.json')).resolve(ENTRY)
  } catch (cause) {
    throw new Error(`${ENTRY} has not been built. Run npm run demo, which builds first, or npm run build.`, {
      cause,
    })
  }
}

/** The environment variable that chooses the portal's rules. */
export const RULES_VARIABLE = 'PORTAL_RULES'

/** The rules that were chosen for the portal. Throws where there are none of that name. */
export function readRules(): RuleSet {
  const rules = process.env[RULES_VARIABLE] ?? 'documented'
  if (rules === 'documented' || rules === 'current') return rules
  throw new TypeError(`${RULES_VARIABLE}: expected documented or current, not ${rules}`)
}

/** Starts the portal around the sample app. Where the port is taken, it is a free one. */
export async function startDemoPortal(appUrl: string, port: number): Promise<RunningPortal> {
  const { startPortal }: typeof import('bx24-events/server') = await import(
    /* @vite-ignore */ pathToFileURL(findBuiltServer()).href
  )
  const options: StartPortalOptions = {
    app: { title: 'Sample app', url: appUrl, scopes: ['crm', 'task'] },
    rules: readRules(),
    // Its pages are files.
    open: 'get',
    users: [
      { id: 1, name: 'Anna', admin: true },
      { id: 2, name: 'Boris' },
      { id: 3, name: 'Clara', admin: true },
    ],
  }
  return startPortal({ ...options, port }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error
    return startPortal({ ...options, port: 0 })
  })
}
