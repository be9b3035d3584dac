import type { User } from '../../users.js'
import type { Method } from './method.js'

/** Source: the documentation of `profile`. */
export const profile: Method = ({ caller: { user } }) => ({
  ID: String(user.id),
  ADMIN: user.admin,
  NAME: user.name,
  LAST_NAME: '',
  PERSONAL_GENDER: '',
  PERSONAL_PHOTO: null,
  TIME_ZONE: '',
})

/** Source: the documentation of `user.admin`. */
export const userAdmin: Method = ({ caller: { user } }) => user.admin

/** Source: the documentation of `user.current`. */
export const userCurrent: Method = ({ caller: { user } }) => writeUserFields(user)

/** A user as `user.current` and `user.get` tell of him. */
export function writeUserFields(user: User) {
  return {
    ID: String(user.id),
    ACTIVE: user.active,
    NAME: user.name,
    LAST_NAME: '',
    EMAIL: '',
    USER_TYPE: 'employee',
  }
}
