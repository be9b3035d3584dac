import type { Call } from '../measured-call.js'
import { EVENT, HANDLER } from '../measured-call.js'

/** A text as long as that of a real call. */
const TEXT = `callBind:${JSON.stringify({ event: EVENT, handler: HANDLER, auth_type: 0 })}:12345678901234567890_1:0123456789abcdef0123456789abcdef`

/** Calls with nothing but the platform: echoes come in the order of sending. */
export function createRawCall(listen: (answered: () => void) => void, send: (text: string) => void): Call {
  const waiting: (() => void)[] = []
  listen(() => waiting.shift()?.())
  return () =>
    new Promise<void>((resolve) => {
      waiting.push(resolve)
      send(TEXT)
    })
}
