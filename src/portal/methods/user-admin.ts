import type { Method } from './method.js'

/** Source: the documentation of `user.admin`. */
export const userAdmin: Method = ({ caller: { user } }) => user.admin
