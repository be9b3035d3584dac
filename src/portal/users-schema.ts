import * as v from 'valibot'
import { list, optionsOf, ordinal, scopes } from './parse.js'

const patchEntries = {
  name: v.optional(v.string()),
  admin: v.optional(v.boolean()),
  active: v.optional(v.boolean()),
  access: v.optional(v.boolean()),
  scopes: v.optional(scopes),
}

/** What can be changed about a user. Apart from the types of users: those are published, and know nothing of valibot. */
export const patchSchema = v.object(patchEntries)

/** At least one, and no two with the same number. */
export const usersSchema = v.pipe(
  list(optionsOf({ ...patchEntries, id: ordinal, name: v.string() }, "{ id: 1, name: 'Anna' }")),
  v.minLength(1, 'expected at least one user'),
  v.check((users) => new Set(users.map(({ id }) => id)).size === users.length, 'two users have the same id'),
)
