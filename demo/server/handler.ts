import type { IncomingMessage } from 'node:http'
import qs from 'qs'
import { callRest } from './call-rest.js'
import { isRecord, Refusal, type Route, readBody, requireMethod, sendText } from './http.js'
import type { Inbox } from './inbox.js'
import type { Installation } from './installation.js'
import type { Received, RestOutcome } from './received.js'
import { judge } from './trust.js'

export interface HandlerOptions {
  /** Answers `undefined` before the app belongs to a portal. */
  findInstallation(): Installation | undefined
  inbox: Inbox
}

const LARGEST_BODY = 1024 * 1024

/**
 * The event handler of an app: what a portal POSTs to when an event happens that was bound with `callBind`.
 *
 * Anybody can send a POST to a public address, so the first question is who is calling. Only then it is answered, at once,
 * since a portal calls slow handlers less often. The work comes last, with the rights that the POST itself brought.
 */
export function createHandler({ findInstallation, inbox }: HandlerOptions): Route {
  return async (request, response) => {
    requireMethod(request, 'POST')
    const post = readPost(request, await readBody(request, LARGEST_BODY))

    const verdict = await judge(post, findInstallation())
    if ('refused' in verdict) {
      const rest: RestOutcome = { state: 'none', reason: 'Nothing is done for a POST that was refused.' }
      inbox.add({ ...post, verified: false, ...verdict, rest })
      return sendText(response, 403, verdict.refused)
    }

    const rest: RestOutcome = { state: 'pending', method: METHOD }
    const id = inbox.add({ ...post, verified: true, ...verdict, rest })
    sendText(response, 200, 'Received.')
    inbox.update(id, { rest: await askWhoWeActAs(post.auth) })
  }
}

type Post = Pick<Received, 'event' | 'handlerId' | 'data' | 'auth' | 'raw'>

/** Portals send a form with nested keys, such as `data[FIELDS][ID]=7405`. */
function readPost({ headers }: IncomingMessage, raw: string): Post {
  const form = qs.parse(raw, { depth: 20, parameterLimit: 10_000 })
  const { event, event_handler_id: handlerId, data, auth } = form
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded')
  if (!isForm || typeof event !== 'string' || event === '') {
    throw new Refusal(
      400,
      'Expected the form that a portal sends: application/x-www-form-urlencoded, with event.',
    )
  }
  return { event, handlerId: String(handlerId ?? ''), data, auth: isRecord(auth) ? auth : {}, raw }
}

const METHOD = 'profile'

/**
 * Calls the portal with the access_token of this very POST, and never with a stored one. This one speaks for the user whom
 * the event is about: the one who acted, or the one that `auth_type` named. His are the rights that count. A stored
 * token speaks for whoever it was given to, so what is done with it is done with somebody else's rights, and in his
 * name; and it works only for an hour.
 */
async function askWhoWeActAs(auth: Post['auth']): Promise<RestOutcome> {
  const { access_token: token, client_endpoint: endpoint } = auth
  if (typeof token !== 'string' || typeof endpoint !== 'string') {
    const reason = 'This POST brought no access_token: a robot acted, or this event never brings one.'
    return { state: 'none', reason: `${reason} There is nobody to act as.` }
  }
  try {
    // The address comes from the POST too. It can be believed, since whoever sent it has proved to be the portal.
    return { state: 'answered', method: METHOD, ...(await callRest(endpoint, METHOD, { auth: token })) }
  } catch (error) {
    return { state: 'failed', method: METHOD, reason: `The portal could not be asked: ${String(error)}` }
  }
}
