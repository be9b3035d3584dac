import { findEvent, isInScopes } from '../../event-catalog.js'
import { canHostHandlers } from '../../handler-host.js'
import { requireApp } from '../caller.js'
import { argumentError, RestError } from '../rest-error.js'
import { readEventTarget } from './event-target.js'
import type { Method, MethodCall } from './method.js'

/** Source: the documentation of `event.bind`. */
export const eventBind: Method = (call) => {
  const { parts, caller } = call
  const { authType = 0, ...target } = readEventTarget(call, 'binding')
  checkUser(call, authType)
  checkType(call)
  checkUrl(target.url)
  const event = findEvent(target.event)
  if (!event || !isInScopes(event, requireApp(caller).scopes)) {
    throw new RestError(400, 'ERROR_EVENT_NOT_FOUND', 'Event not found')
  }
  if (!parts.handlers.add({ ...target, authType, boundAt: parts.clock.now() })) {
    throw new RestError(400, 'ERROR_CORE', 'Unable to set event handler: Handler already binded')
  }
  return true
}

function checkUser({ parts }: MethodCall, authType: number): void {
  if (authType !== 0 && !parts.users.find(authType)) {
    throw argumentError(
      'AUTH_TYPE',
      `Argument 'AUTH_TYPE' names user ${authType}, whom this portal does not know`,
    )
  }
}

function checkType({ params }: MethodCall): void {
  // A mailbox that the app polls. It must not be turned into an ordinary handler in silence.
  if (params.text('EVENT_TYPE').toLowerCase() === 'offline') {
    throw argumentError('EVENT_TYPE', "Argument 'EVENT_TYPE': offline events are not simulated")
  }
}

const LONGEST_URL = 255

// The scheme, a user where there is one, and the host as it is written: `URL` would make 0.0.0.1 of the host 1.
const WRITTEN_HOST = /^[a-z][a-z\d+.-]*:\/\/(?:[^/?#]*@)?([^/?#:@]+)/i

// `URL` reads a backslash as a slash, and leaves out control characters and what is blank at the ends: what is called would be
// other than what is written. Portals take a space inside.
const MISREAD = /[\\\p{Cc}]|^\s|\s$/u

function checkUrl(url: string): void {
  const [, host = ''] = WRITTEN_HOST.exec(url) ?? []
  const isGood = canHostHandlers(host) && !MISREAD.test(url) && URL.canParse(url)
  if (!isGood || url.length > LONGEST_URL) {
    throw new RestError(400, 'ERROR_WRONG_HANDLER_URL', 'Wrong handler URL')
  }
  if (!/^https?:/i.test(url)) {
    throw new RestError(400, 'ERROR_UNSUPPORTED_PROTOCOL', 'Unsupported handler protocol')
  }
}
