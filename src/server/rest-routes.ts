import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { cors } from 'hono/cors'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Portal } from '../portal/portal.js'
import { readForm } from '../portal/read-form.js'
import type { RenewalReply } from '../portal/renew-tokens.js'
import { isRecord, type Params, parseJson } from '../protocol/message.js'
import type { RestAnswer, RestReply } from '../protocol/rest.js'
import type { CallLog } from './call-log.js'
import { cutConnection, endConnection } from './cut-connection.js'
import { readLostReply } from './lost-reply.js'
import type { ToldReply } from './page-api.js'
import { refuseHead } from './refuse-head.js'
import { readRestPath } from './rest-path.js'
import { toV3Reply } from './rest-v3.js'
import { tellFault } from './tell-fault.js'

const LARGEST_BODY = 1024 * 1024
const UNREADABLE = refusal(400, 'The body is not the JSON, or the form in parts, that its content-type says')
const FAILED = refusal(500, 'The portal failed. Its own output says more.', 'INTERNAL_SERVER_ERROR')
const TOO_LARGE = refusal(413, `The body is larger than ${LARGEST_BODY} bytes`)

/**
 * What anyone may call who has a token: REST, and the renewal of tokens. GET or POST; any origin, as portals have it.
 * The log is told of each call of REST whose body is not too large.
 */
export function createRestRoutes(portal: Portal, log?: Pick<CallLog, 'add'>): Hono {
  const routes = new Hono()
  routes.use('/rest/*', cors({ origin: '*', allowMethods: ['GET', 'POST'], maxAge: 600 }))
  routes.use(
    '/:face{rest|oauth}/*',
    refuseHead,
    bodyLimit({
      maxSize: LARGEST_BODY,
      onError: (context) => {
        endConnection(context)
        return send(context, TOO_LARGE)
      },
    }),
  )

  routes.onError((error, context) => {
    tellFault(error)
    return send(context, FAILED)
  })

  async function answer(context: Context): Promise<Response> {
    const { method, isV3, webhook } = readRestPath(context.req.param('path') ?? '')
    const at = Date.now()
    const body = await readBody(context)
    const query = readQuery(context)
    const authorization = webhook ?? readToken(context, body ?? {}, query)
    // Before the call, which may be the last that a token is good for.
    const userId = portal.userOf(authorization)
    const call = { method: method.replace(/\.json$/, ''), params: { ...query, ...body } }
    const { lost, ...called }: ToldReply = body
      ? await portal.call(authorization, call.method, call.params).catch(readLostReply)
      : UNREADABLE
    const reply = isV3 ? toV3Reply(called) : called
    const answer = JSON.stringify(reply.answer)
    log?.add({
      ...{ at, duration: Date.now() - at, origin: context.req.header('origin'), authorization, userId },
      ...{ ...call, body: await readText(context), status: reply.status, answer },
      ...(lost && { lost }),
    })
    return lost ? cutConnection(context) : send(context, reply, answer)
  }

  routes.on(['GET', 'POST'], '/oauth/token/', async (context) => {
    const body = await readBody(context)
    return send(context, body ? await portal.renewTokens({ ...readQuery(context), ...body }) : UNREADABLE)
  })
  routes.on(['GET', 'POST'], '/rest/:path{.+}', answer)
  return routes
}

function readQuery({ req }: Context): Params {
  return readForm(new URL(req.url).search.slice(1))
}

/** A form, unless the body is said to be JSON: official scripts send a form as `text/plain`. `undefined`: it is not what it is said to be. */
async function readBody({ req }: Context): Promise<Params | undefined> {
  if (req.method !== 'POST') return {}
  const type = readType(req)
  if (type.startsWith('multipart/')) return readMultipart(req)
  const text = await req.text()
  if (!type.includes('json')) return readForm(text)
  const json = text === '' ? {} : parseJson(text)
  if (json === undefined) return undefined
  return isRecord(json) ? json : {}
}

function readType(req: Context['req']): string {
  return (req.header('content-type') ?? '').toLowerCase()
}

/** The fields of a form that is sent in parts, as `FormData` is. Files are left out: no method here takes one. */
async function readMultipart(req: Context['req']): Promise<Params | undefined> {
  // What can't be read is answered as a bad request.
  const form = await req.formData().catch(() => undefined)
  if (!form) return undefined
  const fields = [...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []))
  return readForm(new URLSearchParams(fields).toString())
}

/** What was sent, which the framework keeps once it is read. Parts are read in another way. */
async function readText({ req }: Context): Promise<string> {
  if (req.method !== 'POST' || readType(req).startsWith('multipart/')) return ''
  return req.text()
}

/** The header wins over the body, the body over the query. What is no text is no token. */
function readToken({ req }: Context, body: Params, query: Params): string {
  const [, bearer] = /^Bearer +(\S+)$/i.exec(req.header('authorization') ?? '') ?? []
  return [bearer, body.auth, query.auth].find((token) => typeof token === 'string') ?? ''
}

function refusal(status: 400 | 413 | 500, description: string, error = 'INVALID_REQUEST'): RestReply {
  const answer: RestAnswer = { error, error_description: description }
  return { status, answer }
}

function send(
  context: Context,
  { status, answer }: RestReply | RenewalReply,
  json = JSON.stringify(answer),
): Response {
  return context.body(json, status as ContentfulStatusCode, { 'content-type': 'application/json' })
}
