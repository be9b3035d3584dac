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
