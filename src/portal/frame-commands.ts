import type { Params } from '../protocol/message.js'
import { isRecord } from '../protocol/message.js'
import { OPEN_PORT } from '../protocol/private-line.js'
import { CALL_METHOD, METHOD_COMMANDS, type RestCall, type RestReply, withoutAuth } from '../protocol/rest.js'
import { TOGETHER } from '../protocol/turn.js'
import type { AppHost, AppOption } from './app-host.js'
import type { FrameCommand, FrameCommands, StandingCommand } from './frame-command.js'
import type { FramePage } from './frame-page.js'
import { LostReplyError } from './lost-reply-error.js'
import { createPageCommands } from './page-commands.js'
import type { PlacementEvents } from './placement-events.js'

export interface FrameCommandsOptions {
  host: AppHost
  page: FramePage
  placementEvents: PlacementEvents
  /**
   * Whether the page carries calls of REST: it has `callBind`, `callUnbind` and `callMethod`, takes several requests `together`,
   * and private lines. `false` makes it a page of today's portals, whose apps call REST over HTTP. Default: true.
   */
  answersCalls?: boolean | undefined
}

/**
 * The commands of a portal's page, by name. A `Map`, so that `constructor` and `__proto__` are names like any other.
 * What `getInterface` lists are those that portals of today do not have in common.
 */
export function createFrameCommands({
  host,
  page,
  placementEvents,
  answersCalls = true,
}: FrameCommandsOptions): FrameCommands {
  let isFirstAnswer = true

  const carriers: [string, FrameCommand][] = [
    ...[...METHOD_COMMANDS].map(([method, command]): [string, FrameCommand] => [
      command,
      (params, report) => answerCall(host, { method, params }, report),
    ]),
    [
      CALL_METHOD,
      ({ method, params }, report) => {
        const call = {
          method: typeof method === 'string' ? method : '',
          params: isRecord(params) ? params : {},
        }
        return answerCall(host, call, report)
      },
    ],
  ]

  // The gate carries out the last two: it admits each request of several, and it alone has the port.
  const added: [string, FrameCommand][] = answersCalls
    ? [...carriers, [TOGETHER, () => undefined], [OPEN_PORT, () => undefined]]
    : []

  return new Map<string, FrameCommand | StandingCommand>([
    ['getInterface', () => ({ command: added.map(([name]) => name), event: [] })],
    [
      'getInitData',
      async () => {
        const data = await host.initData()
        // Not before there is an answer: a question that fails tells nobody of a first run.
        const isFirst = isFirstAnswer
        isFirstAnswer = false
        return { ...data, FIRST_RUN: isFirst && data.FIRST_RUN }
      },
    ],
    ['refreshAuth', () => host.refreshAuth()],
    [
      'setInstall',
      async (params) => {
        await host.setOption({ kind: 'install', name: 'install', value: params.install })
        return params
      },
    ],
    [
      'setUserOption',
      async (params) => {
        await host.setOption({ kind: 'user', ...readOption(params) })
        return params
      },
    ],
    ['setAppOption', (params) => host.setOption({ kind: 'app', ...readOption(params) })],
    [
      'setInstallFinish',
      async ({ value }) => {
        // An app can also say that it is not installed: the page is loaded anew all the same.
        if (value !== false) await host.finishInstall()
        page.reopen()
      },
    ],
    ...createPageCommands(page),
    ['placementBindEvent', placementEvents.bind],
    ...added,
  ])
}

function readOption({ name, value }: Params): Pick<AppOption, 'name' | 'value'> {
  if (typeof name === 'string' && name !== '') return { name, value }
  throw new TypeError('An option has a name.')
}

function answerCall(
  host: AppHost,
  { method, params }: RestCall,
  report: (cause: unknown) => void,
): RestReply | Promise<RestReply> {
  const fail = (cause: unknown): RestReply => {
    if (cause instanceof LostReplyError) throw cause
    report(cause)
    // Real pages answer that with silence, which tells an app nothing.
    const description = "The portal's page could not make the call"
    return { status: 500, answer: { error: 'INTERNAL_SERVER_ERROR', error_description: description } }
  }
  try {
    return host.call(method, withoutAuth(params)).catch(fail)
  } catch (cause) {
    return fail(cause)
  }
}
