import { type BX24Options, createBX24, type Params } from 'bx24-events'
import { readForm } from '../../src/portal/read-form.js'
import { isRecord, parseJson, parseReply, parseRequest, writeReply } from '../../src/protocol/message.js'
import { OPEN_PORT } from '../../src/protocol/private-line.js'
import { CALL_METHOD, METHOD_COMMANDS } from '../../src/protocol/rest.js'
import { TOGETHER } from '../../src/protocol/turn.js'
import { createRestRoutes } from '../../src/server/rest-routes.js'
import { openScriptedPage, type ScriptedPageOptions } from './scripted-page.js'
import { openTestApp, type TestApp, type TestAppOptions } from './test-app.js'
import type { TestPortalOptions } from './test-portal.js'

/** A request of the app over HTTP, and what it was answered. */
export interface RestRequest {
  readonly url: string
  readonly init: RequestInit
  readonly method: string
  /** As the portal reads them, without the token. */
  readonly params: Params
  readonly token: unknown
  /** The methods that it calls: more than one in a batch. */
  readonly calls: readonly string[]
  /** HTTP status; absent before the answer, and where there is none. */
  status?: number
}

/** Stands between the app and the portal: what it returns is the answer, `undefined` leaves it to the portal. */
export type Fault = (request: RestRequest) => Response | Promise<Response | undefined> | undefined

/** Says this in place of the portal. */
export const answer = (body: unknown, status = 200): Fault => {
  return () => Response.json(body, { status })
}
/** Says of a batch what became of its calls, in place of the portal. */
export const answerBatch = (lists: object) => answer({ result: { result: [], result_error: [], ...lists } })
/** Refuses what the portal would take. */
export const refuse = (error: string): Fault => {
  return () => writeRefusal(error)
}
export const neverAnswer: Fault = () => new Promise(() => undefined)

/** Keeps a request from the portal until it is released. */
export function holdBack() {
  let release: (() => void) | undefined
  const released = new Promise<undefined>((resolve) => {
    release = () => resolve(undefined)
  })
  return { hold: () => released, release: () => release?.() }
}

export interface RestApp extends TestApp {
  /** All requests, in the order of leaving. */
  readonly requests: readonly RestRequest[]
  /** What becomes of the next requests, one each; later ones go to the portal. */
  readonly faults: Fault[]
  /** Another client of the same frame, by default over HTTP too. */
  createClient(options?: BX24Options): TestApp['BX24']
}

export interface RestAppOptions extends TestAppOptions {
  /** What becomes of the requests that `faults` says nothing of. Default: they go to the portal. */
  readonly fault?: Fault
}

/** An app that is open in a portal, whose client goes over HTTP: to the portal's REST, but through no socket. */
export function openRestApp({ client, fault, ...options }: RestAppOptions = {}): RestApp {
  const app = openTestApp(options)
  const routes = createRestRoutes(app.portal)
  const requests: RestRequest[] = []
  const faults: Fault[] = []

  async function fetch(url: string, init: RequestInit): Promise<Response> {
    const request = readRequest(url, init)
    requests.push(request)
    init.signal?.throwIfAborted()
    const aborted = new Promise<never>((_, reject) => {
      init.signal?.addEventListener('abort', () => reject(init.signal?.reason))
    })
    const answered = Promise.resolve((faults.shift() ?? fault)?.(request)).then(
      (response) => response ?? routes.fetch(new Request(url, { ...init, signal: null })),
    )
    const response = await Promise.race([answered, aborted])
    request.status = response.status
    return response
  }

  const createClient = (given: BX24Options = {}) =>
    createBX24({ window: app.frame.window, route: 'rest', fetch, ...client, ...given })
  return { ...app, BX24: createClient(), requests, faults, createClient }
}

function readRequest(url: string, init: RequestInit): RestRequest {
  const { auth: token, ...params } = readForm(String(init.body))
  const method = decodeURIComponent(new URL(url).pathname.replace(/^\/rest\/(.*)\.json$/, '$1'))
  const commands = method === 'batch' ? Object.values(Object(params.cmd)) : [method]
  const calls = commands.map((command) => String(command).split('?')[0] ?? '')
  return { url, init, method, params, token, calls }
}

/** An app in a page that leaves what it is asked to the test, and a portal that answers with the token it was sent. */
export function openScriptedApp({ client, ...options }: ScriptedPageOptions & { client?: BX24Options } = {}) {
  const page = openScriptedPage(options)
  const requests: RestRequest[] = []
  const fetch = async (url: string, init: RequestInit) => {
    const request = readRequest(url, init)
    requests.push(request)
    return Response.json({ result: request.token })
  }
  return { page, requests, BX24: createBX24({ window: page.window, fetch, ...client }) }
}

const STATUS_OF = new Map([
  ['QUERY_LIMIT_EXCEEDED', 503],
  ['expired_token', 401],
  ['insufficient_scope', 403],
])
/** A reply that says that the portal has not carried it out. */
const refusalOf = (error: string) => ({ status: STATUS_OF.get(error) ?? 400, answer: { error } })

function writeRefusal(error: string): Response {
  const { status, answer } = refusalOf(error)
  return Response.json(answer, { status })
}

/** Whether what is sent now is put off, and in which error. */
export type PutOff = () => string | undefined

/** An app in a page that has these commands; what it sends can be put off, by whichever way it goes. */
export function openPutOffApp(
  commands: readonly string[],
  putOff: PutOff,
  portalOptions: TestPortalOptions = {},
) {
  const { portal, frame, BX24 } = openRestApp({
    client: { route: 'auto' },
    portal: { rules: 'current', limits: false, ...portalOptions },
    wrapHost: (host) => ({
      ...host,
      async call(method, params) {
        // What a page does not list, it does not know: it answers nothing.
        if (!commands.includes(METHOD_COMMANDS.get(method) ?? CALL_METHOD))
          return new Promise(() => undefined)
        const error = putOff()
        return error === undefined ? host.call(method, params) : refusalOf(error)
      },
    }),
    fault() {
      const error = putOff()
      return error === undefined ? undefined : writeRefusal(error)
    },
  })
  const { window } = frame
  const toApp = window.postMessage
  const toPortal = window.parent.postMessage
  const listCommands = (message: string): string => {
    const { callbackId, payload } = parseReply(message) ?? { callbackId: '', payload: '' }
    const answer = parseJson(payload)
    if (Array.isArray(answer)) return writeReply(callbackId, answer.map(listCommands))
    const isList = isRecord(answer) && 'command' in answer
    return isList ? writeReply(callbackId, { ...answer, command: commands }) : message
  }
  window.parent.postMessage = (message, origin, ports) => {
    const { command = '' } = parseRequest(message) ?? {}
    // What a page does not list, it does not know.
    if (![TOGETHER, OPEN_PORT].includes(command) || commands.includes(command))
      toPortal(message, origin, ports)
  }
  window.postMessage = (message, origin) => toApp(listCommands(String(message)), origin)
  return { portal, BX24 }
}
