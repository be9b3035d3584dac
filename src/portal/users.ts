import type { InferOutput } from 'valibot'
import type { Changes } from './changes.js'
import { parse } from './parse.js'
import { patchSchema } from './users-schema.js'

/** A user of the portal. */
export interface User {
  /** From 1 up. */
  readonly id: number
  readonly name: string
  /** Whether he is an administrator: `IS_ADMIN`. */
  readonly admin: boolean
  /** An inactive one can't open apps, and no handler is called with his authorisation. */
  readonly active: boolean
  /** Whether the app is open to him. */
  readonly access: boolean
  /** The scopes he has rights in; absent: all. */
  readonly scopes?: readonly string[] | undefined
}

/** A user as he is given to `createPortal`: active, with access and no administrator, unless told otherwise. */
export type UserOptions = Pick<User, 'id' | 'name'> & Partial<User>

/** What can be changed about a user while the portal runs. `scopes: undefined` gives him rights in all. */
export type UserPatch = Partial<Omit<User, 'id'>>

/** The users of one portal; tells of their changes. */
export interface Users {
  all(): User[]
  find(id: number): User | undefined
  /** Throws a `RangeError` where the portal has no such user. */
  get(id: number): User
  /** Throws a `TypeError` where the patch is none, and changes nothing then. */
  update(id: number, patch: UserPatch): User
}

type Values = InferOutput<typeof patchSchema>

export function createUsers(given: readonly UserOptions[], changes: Changes): Users {
  const users = new Map(given.map(({ id, ...values }) => [id, withValues(newUser(id), values)]))

  function get(id: number): User {
    const user = users.get(id)
    if (user) return user
    throw new RangeError(`The portal has no user ${id}. It has: ${[...users.keys()].join(', ')}.`)
  }

  return {
    all: () => [...users.values()],
    find: (id) => users.get(id),
    get,
    update(id, patch) {
      const user = withValues(get(id), parse(patchSchema, patch, 'user'))
      users.set(id, user)
      changes.tell({ type: 'user', user })
      return user
    },
  }
}

function newUser(id: User['id']): User {
  return { id, name: '', admin: false, active: true, access: true }
}

/** A user with other values, of which it has copies. One that is `undefined` is none, but for the scopes, where it stands for all. */
function withValues(user: User, given: Values): User {
  const changed = Object.entries(given).filter(([key, value]) => value !== undefined || key === 'scopes')
  const { scopes: known, ...values }: User = { ...user, ...Object.fromEntries(changed) }
  return known ? { ...values, scopes: [...known] } : values
}
