import { requireAppContext } from '../caller.js'
import type { Method } from './method.js'
import { answerOptions } from './options.js'

/** Source: the documentation of `app.option.get`. */
export const appOptionGet: Method = ({ caller, params }) =>
  answerOptions(requireAppContext(caller), 'app', params)
