import { callRest } from './call-rest.js'
import { isRecord, Refusal, type Route, readBody, requireMethod, sendJson } from './http.js'

/** What the app's page asks of the back end. */
interface EventCall {
  accessToken: string
  event: string
  handler: string
  /** Absent: not sent. */
  authType?: number
}

const LARGEST_BODY = 64 * 1024

/**
 * The same as `callBind` and `callUnbind`, from the app's server. The page hands over its token and what to bind, but never
 * the address of the portal: a server that calls whatever address it is told can be sent to places that only it can reach.
 * @param endpoint of the portal's REST
 */
export function createEventCall(method: 'event.bind' | 'event.unbind', endpoint: () => string): Route {
  return async (request, response) => {
    requireMethod(request, 'POST')
    const { accessToken, event, handler, authType } = readEventCall(await readBody(request, LARGEST_BODY))
    const params = {
      ...{ event, handler, auth: accessToken },
      ...(authType === undefined ? {} : { auth_type: String(authType) }),
    }
    const reply = await callRest(endpoint(), method, params).catch((error: unknown) => {
      throw new Refusal(502, `The portal could not be asked: ${String(error)}`)
    })
    sendJson(response, reply)
  }
}

function readEventCall(body: string): EventCall {
  const call = parseJson(body)
  if (!isRecord(call)) throw new Refusal(400, 'The body is no JSON object.')
  const { authType } = call
  if (authType !== undefined && typeof authType !== 'number')
    throw new Refusal(400, 'authType: expected a number.')
  return {
    accessToken: readText(call, 'accessToken'),
    event: readText(call, 'event'),
    handler: readText(call, 'handler'),
    ...(authType === undefined ? {} : { authType }),
  }
}

function readText(call: Record<string, unknown>, name: string): string {
  const value = call[name]
  if (typeof value === 'string') return value
  throw new Refusal(400, `${name}: expected a string.`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
