import type { FramedWindow, WindowMessage } from 'bx24-events/testing'
import { createWindowPair } from '../../src/portal/frame/window-pair.js'
import { writeFrameName } from '../../src/protocol/frame-name.js'
import { parseRequest, type Request, readParams } from '../../src/protocol/message.js'
import { TOGETHER } from '../../src/protocol/turn.js'
import { createInbox, type Inbox } from './inbox.js'
import { INIT_DATA } from './init-data.js'
import { APP_ORIGIN, PORTAL_ORIGIN } from './test-portal.js'

export const APP_SID = 'sid-1'

export interface ScriptedPageOptions {
  /** What the page lists beyond the common commands. Default: all three that carry calls. */
  readonly commands?: unknown
  /** What it answers differently to `getInitData`. */
  readonly initData?: Readonly<Record<string, unknown>>
  /** The questions that it leaves to the test, or to nobody. */
  readonly silentAbout?: readonly string[]
}

export interface ScriptedPage {
  /** The app's window. */
  readonly window: FramedWindow
  /** Every message of the app, as it was sent. */
  readonly sent: readonly string[]
  /** What the app asked beyond the page's own answers. */
  readonly requests: Inbox<Request>
  /** Answers a question; without a payload nothing follows the colon. */
  reply(request: Pick<Request, 'callbackId'>, payload?: unknown): void
  /** Answers a question with a text that need be no JSON. */
  replyText(request: Pick<Request, 'callbackId'>, text: string): void
  /** Hands the app a message, by default from the portal's page. */
  send(data: unknown, from?: Partial<WindowMessage>): void
}

/** A portal's page that answers the first two questions and leaves the rest to the test: for what no real page does. */
export function openScriptedPage(options: ScriptedPageOptions = {}): ScriptedPage {
  const { commands = ['callBind', 'callUnbind', 'callMethod'], silentAbout = [] } = options
  const place = { origin: PORTAL_ORIGIN, appSid: APP_SID }
  const window = createWindowPair({
    ...{ portalOrigin: PORTAL_ORIGIN, appOrigin: APP_ORIGIN },
    name: writeFrameName(place),
  })
  const sent: string[] = []
  const requests = createInbox<Request>()
  const answers = new Map<string, unknown>([
    ['getInterface', { command: commands, event: [] }],
    ['getInitData', { ...INIT_DATA, ...options.initData }],
  ])
  for (const command of silentAbout) answers.delete(command)

  const replyText: ScriptedPage['replyText'] = ({ callbackId }, text) =>
    window.postMessage(`${callbackId}:${text}`, APP_ORIGIN)
  const reply: ScriptedPage['reply'] = (request, payload) =>
    replyText(request, payload === undefined ? '' : JSON.stringify(payload))

  window.parent.addEventListener('message', ({ data }) => {
    sent.push(data)
    const { sealedParams, ...request } =
      parseRequest(data) ?? fail(`The app sent what is no request: ${data}`)
    if (answers.has(request.command)) reply(request, answers.get(request.command))
    // What it is asked together, it leaves.
    else if (request.command !== TOGETHER)
      requests.push({ ...request, params: readParams(sealedParams) ?? fail(`No JSON: ${data}`) })
  })

  return {
    ...{ window, sent, requests, reply, replyText },
    send: (data, from) =>
      window.receive({ data, origin: PORTAL_ORIGIN, source: sourceOf(window.parent), ...from }),
  }
}

/** Something of a pair, as the sender that a message names. */
export function sourceOf(sender: object): MessageEventSource {
  return sender as MessageEventSource
}

function fail(message: string): never {
  throw new Error(message)
}
