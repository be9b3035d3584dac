import type { Method } from './method.js'

/** Source: the documentation of `server.time`. */
export const serverTime: Method = ({ portal }) => new Date(portal.clock.now()).toISOString()
