import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { cors } from 'hono/cors'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Authorization } from '../portal/callers.js'
import type { Emitter } from '../portal/emitter.js'
import type { Portal } from '../portal/portal.js'
import { readForm } from '../portal/read-form.js'
import { isRecord, type Params, parseJson } from '../protocol/message.js'
import { type RestAnswer, withoutAuth } from '../protocol/rest.js'
import type { RestCallRecord } from './page-api.js'

const LARGEST_BODY = 1024 * 1024
const UNREADABLE = 'The body is not the JSON, or the form in parts, that its content-type says'

/** What is shown in place of a token. */
const MASK = '•••'

/** What anyone may call who has a token: REST, and the renewal of tokens. GET or POST; any origin, as portals have it. */
export function createRestRoutes(portal: Portal, calls?: Emitter<RestCallRecord>): Hono {
  const routes = new Hono()
  routes.use('/rest/*', cors({ origin: '*', allowMethods: ['GET', 'POST'], maxAge: 600 }))
  routes.use(
    '/:face{rest|oauth}/*',
    bodyLimit({
      maxSize: LARGEST_BODY,
      onError: (context) => refuse(context, 413, `The body is larger than ${LARGEST_BODY} bytes`),
    }),
  )

  async function answer(context: Context, method: string, webhook?: Authorization): Promise<Response> {
    const at = Date.now()
    const body = await readBody(context)
    if (!body) return refuse(context, 400, UNREADABLE)
    const query = readQuery(context)
    const token = readToken(context, body, query)
    const params = { ...query, ...body }
    const name = method.replace(/\.json$/, '')
    const reply = await portal.call(webhook ?? token, name, params)
    if (calls?.isHeard) {
      const origin = context.req.header('origin')
      calls.tell({
        ...{ at, duration: Date.now() - at, method: name, params: withoutAuth(params), ...reply },
        ...(origin === undefined ? {} : { origin }),
        body: maskToken(await readText(context), token),
      })
    }
    return context.json(reply.answer, reply.status as ContentfulStatusCode)
  }

  routes.on(['GET', 'POST'], '/oauth/token/', async (context) => {
    const body = await readBody(context)
    if (!body) return refuse(context, 400, UNREADABLE)
    const { answer, status } = await portal.renewTokens({ ...readQuery(context), ...body })
    return context.json(answer, status as ContentfulStatusCode)
  })
  routes.on(['GET', 'POST'], '/rest/:method', (context) => answer(context, context.req.param('method')))
  routes.on(['GET', 'POST'], '/rest/:userId/:key/:method', (context) => {
    const { userId, key, method } = context.req.param()
    return answer(context, method, { userId: Number(userId), key })
  })
  // Whatever else stands below the path of REST is taken for the name of a method, which there is not.
  routes.on(['GET', 'POST'], '/rest/:path{.+}', (context) => answer(context, context.req.param('path')))
  return routes
}

function readQuery({ req }: Context): Params {
  return readForm(new URL(req.url).search.slice(1))
}

/** A form, unless the body is said to be JSON: official scripts send a form as `text/plain`. `undefined`: it is not what it is said to be. */
async function readBody({ req }: Context): Promise<Params | undefined> {
  if (req.method !== 'POST') return {}
  if (req.header('content-type')?.startsWith('multipart/')) return readMultipart(req)
  const text = await req.text()
  if (!req.header('content-type')?.includes('json')) return readForm(text)
  const json = text === '' ? {} : parseJson(text)
  if (json === undefined) return undefined
  return isRecord(json) ? json : {}
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
  if (req.method !== 'POST' || req.header('content-type')?.startsWith('multipart/')) return ''
  return req.text()
}

function maskToken(text: string, token: string): string {
  return token === '' ? text : text.replaceAll(token, MASK)
}

/** The header wins over the body, the body over the query. */
function readToken({ req }: Context, body: Params, query: Params): string {
  const [, bearer] = /^Bearer +(\S+)$/i.exec(req.header('authorization') ?? '') ?? []
  return String(bearer ?? body.auth ?? query.auth ?? '')
}

function refuse(context: Context, status: 400 | 413, description: string): Response {
  const answer: RestAnswer = { error: 'INVALID_REQUEST', error_description: description }
  return context.json(answer, status)
}
