import { requireApp } from '../caller.js'
import { argumentError } from '../rest-error.js'
import type { MethodCall } from './method.js'

/** What `event.bind` and `event.unbind` have in common: whose handler, of which event, at which URL. */
export interface EventTarget {
  appId: string
  event: string
  url: string
  /** `undefined` where the caller names none, and the rules add none. */
  authType: number | undefined
}

/** Reads it, with the checks in the order in which portals make them. Throws a `RestError`. */
export function readEventTarget(call: MethodCall, action: 'binding' | 'unbinding'): EventTarget {
  const { parts, caller, params } = call
  const { id: appId } = requireApp(caller)
  const authType = parts.rules.authTypeFor(caller, params.integer('AUTH_TYPE'), action)
  const [event, url] = [params.text('EVENT'), params.text('HANDLER')]
  if (event === '') throw argumentError('EVENT')
  if (url === '') throw argumentError('HANDLER')
  return { appId, event: event.toUpperCase(), url, authType }
}
