/** A user of the portal. */
export interface User {
  readonly id: number
  readonly name: string
  readonly admin: boolean
  /** An inactive one can't open apps, and no handler is called with his authorisation. */
  readonly active: boolean
  /** Whether the app is open to him. */
  readonly access: boolean
  /** The scopes he has rights in; absent: all. */
  readonly scopes?: readonly string[] | undefined
}

export type UserOptions = Pick<User, 'id' | 'name'> & Partial<User>

/** What can be changed about a user while the portal runs. */
export type UserPatch = Partial<Omit<User, 'id'>>

/** The users of one portal. */
export interface Users {
  all(): User[]
  find(id: number): User | undefined
  /** Throws a `RangeError` where the portal has no such user. */
  get(id: number): User
  update(id: number, patch: UserPatch): User
}

export function createUsers(given: readonly UserOptions[]): Users {
  const users = new Map(given.map((user) => [user.id, { admin: false, active: true, access: true, ...user }]))

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
      const user = { ...get(id), ...patch, id }
      users.set(id, user)
      return user
    },
  }
}
