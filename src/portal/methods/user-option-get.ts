import { requireAppContext } from '../caller.js'
import type { Method } from './method.js'
import { answerOptions } from './options.js'

/** Source: the documentation of `user.option.get`. */
export const userOptionGet: Method = ({ caller, params }) =>
  answerOptions(requireAppContext(caller), caller.user, params)
