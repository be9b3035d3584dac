import { SCOPES } from '../../event-catalog.js'
import type { Method } from './method.js'

/** Source: the documentation of `scope`. `FULL`: all scopes that the portal has, else those of the caller. */
export const scope: Method = ({ caller, params }) => [...(params.flag('FULL') ? SCOPES : caller.scopes)]
