import type { User } from '../users.js'

/** A user as `user.current` and `user.get` tell of him. */
export const writeUserFields = (user: User) => ({
  ID: String(user.id),
  ACTIVE: user.active,
  NAME: user.name,
  LAST_NAME: '',
  EMAIL: '',
  USER_TYPE: 'employee',
})
