import type { Method } from './method.js'

/** Source: the documentation of `user.current`. */
export const userCurrent: Method = ({ caller: { user } }) => ({
  ID: String(user.id),
  ACTIVE: user.active,
  NAME: user.name,
  LAST_NAME: '',
  EMAIL: '',
  USER_TYPE: 'employee',
})
