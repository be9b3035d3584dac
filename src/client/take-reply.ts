import { readReply } from '../protocol/rest.js'
import type { Auth } from './auth.js'
import type { Waiting } from './call.js'
import { BX24Error } from './error.js'
import type { Pace } from './pace.js'
import { fail, succeed } from './tasks.js'

/**
 * Ends a call with its reply, unless the portal says that it has not carried it out, and will: then the answer is true.
 * @param auth the token that it went with
 */
export function takeReply(
  call: Waiting,
  given: unknown,
  { auth, pace }: { auth: Auth; pace: Pace },
): boolean {
  const { task, method } = call
  const reply = readReply(given)
  const { status, answer } = reply
  const { error, error_description: text, result } = answer
  if (error === 'expired_token' && !call.isRepeated) {
    call.isRepeated = true
    // Whatever was told of its time.
    auth.expires_in = 0
  } else if (error === 'QUERY_LIMIT_EXCEEDED') {
    pace.fill()
  } else {
    call.reply = reply
    if (typeof error !== 'string') succeed(task, result)
    else {
      const description = typeof text === 'string' ? text : ''
      fail(task, new BX24Error(error, description, { status, method, cause: answer }))
    }
  }
  return !task.isOver
}
