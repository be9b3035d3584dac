import { appOf, EVENTS, findUser, type ModelState, type ModelUser } from './model-state.js'
import type { Calling, Target } from './steps.js'

const BAD_URLS = new Map([
  ['http://localhost/', 'ERROR_WRONG_HANDLER_URL'],
  ['ftp://app.example.com/', 'ERROR_UNSUPPORTED_PROTOCOL'],
])

/** The `auth_type` that a call is about, or why it may not be. */
function authTypeFor(
  { rules }: ModelState,
  user: ModelUser,
  given: unknown,
): number | undefined | 'ACCESS_DENIED' {
  const named = given == null ? undefined : /^\d+$/.test(String(given)) ? Number(given) : 0
  if (user.admin) return named
  return rules === 'current' && (!named || named === user.id) ? user.id : 'ACCESS_DENIED'
}

function missingArgument({ event, url }: Target): string | undefined {
  if (event === '') return 'ERROR_ARGUMENT EVENT'
  return url === '' ? 'ERROR_ARGUMENT HANDLER' : undefined
}

/** `event.bind`, with its checks in the order of the rules. */
export function bind(state: ModelState, user: ModelUser, call: Calling & Target): unknown {
  const { app, url } = call
  const event = call.event.toUpperCase()
  const authType = authTypeFor(state, user, call.authType) ?? 0
  if (authType === 'ACCESS_DENIED') return authType
  const missing = missingArgument(call)
  if (missing) return missing
  if (authType !== 0 && !findUser(state, authType)) return 'ERROR_ARGUMENT AUTH_TYPE'
  if (BAD_URLS.has(url)) return BAD_URLS.get(url)
  const scope = EVENTS.get(event)?.scope
  if (!scope || !['basic', ...appOf(state, app).scopes].includes(scope)) return 'ERROR_EVENT_NOT_FOUND'
  for (const other of state.handlers) {
    const isSameUrl = state.rules === 'documented' || other.url === url
    if (other.app === app && other.event === event && other.authType === authType && isSameUrl)
      return 'ERROR_CORE'
  }
  state.handlers.push({ id: ++state.lastHandlerId, app, event, url, authType })
  return true
}

/** `event.unbind`. */
export function unbind(state: ModelState, user: ModelUser, call: Calling & Target): unknown {
  const authType = authTypeFor(state, user, call.authType)
  if (authType === 'ACCESS_DENIED') return authType
  const missing = missingArgument(call)
  if (missing) return missing
  const gone = state.handlers.filter(
    (one) =>
      one.app === call.app &&
      one.event === call.event.toUpperCase() &&
      one.url === call.url &&
      (authType === undefined || one.authType === authType),
  )
  state.handlers = state.handlers.filter((one) => !gone.includes(one))
  return { count: gone.length }
}

/** `event.get`. */
export function get({ handlers }: ModelState, { id, admin }: ModelUser, { app }: Calling): unknown {
  return handlers
    .filter((one) => one.app === app && (admin || one.authType === id))
    .map(({ event, url, authType }) => ({ event, handler: url, auth_type: `${authType}`, offline: 0 }))
}
