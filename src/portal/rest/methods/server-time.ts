import type { Method } from './method.js'

/** Source: the documentation of `server.time`. */
export const serverTime: Method = ({ parts }) => new Date(parts.clock.now()).toISOString()
