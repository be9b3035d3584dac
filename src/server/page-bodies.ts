import * as v from 'valibot'
import { aboveZero, fromZero, name, ordinal, record, scopes } from '../portal/parse.js'

/** What is raised in one turn of the server, so that it stays alive. */
const MOST_TIMES = 100

const by = { by: v.exactOptional(ordinal) }

/** What the host page's own API is asked with, by what it is asked for. */
export const BODIES = {
  any: record,
  raise: v.object({
    ...{ ...by, event: name, data: v.exactOptional(v.unknown()), app: v.exactOptional(name) },
    /** How often it happens. */
    times: v.exactOptional(v.pipe(ordinal, v.maxValue(MOST_TIMES, `expected ${MOST_TIMES} at most`)), 1),
  }),
  load: v.object({ load: fromZero }),
  tokenLifetime: v.object({ tokenLifetime: aboveZero }),
  forge: v.object({ handlerId: ordinal }),
  replay: v.object({ deliveryId: ordinal }),
  explain: v.object({ ...by, event: name }),
  delivery: v.object({ id: ordinal }),
  olderDeliveries: v.object({ before: ordinal }),
  user: v.object({
    name: v.exactOptional(v.string()),
    admin: v.exactOptional(v.boolean()),
    active: v.exactOptional(v.boolean()),
    access: v.exactOptional(v.boolean()),
    scopes: v.exactOptional(scopes),
  }),
  finishInstall: v.object(by),
  update: v.object({ ...by, version: name, scopes: v.exactOptional(scopes) }),
  uninstall: v.object({ ...by, clean: v.exactOptional(v.boolean()) }),
  install: v.object({ installed: v.exactOptional(v.boolean()) }),
  call: v.object({ method: v.string(), params: v.optional(record, {}) }),
  setOption: v.object({
    kind: v.picklist(['install', 'user', 'app']),
    name: v.string(),
    value: v.optional(v.unknown(), null),
  }),
}
