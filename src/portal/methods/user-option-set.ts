import { requireAppContext } from '../caller.js'
import type { Method } from './method.js'
import { saveOptions } from './options.js'

/** Source: the documentation of `user.option.set`. */
export const userOptionSet: Method = ({ caller, params }) =>
  saveOptions(requireAppContext(caller), caller.user, params)
