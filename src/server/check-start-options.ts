import * as v from 'valibot'
import { appSchema } from '../portal/app-schema.js'
import { portalEntries } from '../portal/check-options.js'
import { callable, name, optionsOf, parse } from '../portal/parse.js'
import type { PortalOptions } from '../portal/portal.js'
import type { StartPortalOptions } from './start-portal.js'

const HIGHEST_PORT = 65_535

const port = v.custom<number>(
  (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= HIGHEST_PORT,
  (issue) => `expected a whole number from 0 to ${HIGHEST_PORT}, not ${issue.received}`,
)

const serverEntries = {
  app: appSchema,
  port: v.optional(port),
  host: v.optional(v.string()),
  open: v.optional(v.picklist(['auto', 'get', 'post'])),
  answersCalls: v.optional(v.boolean()),
  state: v.optional(name),
  onNote: v.optional(callable),
  fetch: v.optional(callable),
  hostPage: v.optional(v.string()),
} satisfies Record<Exclude<keyof StartPortalOptions, keyof PortalOptions>, v.GenericSchema>

const schema = optionsOf(
  { ...portalEntries, ...serverEntries },
  "{ app: { title: 'My app', url: 'http://127.0.0.1:3000/' } }",
)

/** Throws a `TypeError` that names the option that is wrong, and says what is expected of it. */
export function checkStartOptions(options: StartPortalOptions): void {
  parse(schema, options, 'startPortal')
}

/** Those that are not the server's own. */
export function portalOptionsOf(options: StartPortalOptions): Omit<PortalOptions, 'origin' | 'snapshot'> {
  const { app, port, host, open, answersCalls, state, onNote, fetch, hostPage, ...ofPortal } = options
  return ofPortal
}
