import type { Method } from './method.js'
import { writeUserFields } from './user-fields.js'

/** Source: the documentation of `user.current`. */
export const userCurrent: Method = ({ caller: { user } }) => writeUserFields(user)
