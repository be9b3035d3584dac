import type { Params } from '../protocol/message.js'
import { isRecord } from '../protocol/message.js'
import { CALL_METHOD, METHOD_COMMANDS, type RestCall, type RestReply, withoutAuth } from '../protocol/rest.js'
import type { AppHost, AppOption } from './app-host.js'
import { LostReplyError } from './lost-reply-error.js'

/**
 * Carries out a command of an app; what it resolves to is the reply, `undefined`: none. A rejection is answered by silence.
 * `report` tells of a failure that is answered all the same.
 */
export type FrameCommand = (params: Params, report: (cause: unknown) => void) => unknown

export interface FrameCommandsOptions {
  host: AppHost
  /** Opens the app anew, as portals do once its installation is finished. */
  reopen(): void
  /**
   * Whether the page carries calls of REST: it has `callBind`, `callUnbind` and `callMethod`. `false` makes it a page of
   * today's portals, whose apps call REST over HTTP. Default: true.
   */
  answersCalls?: boolean | undefined
}

/**
 * The commands of a portal's page, by name. A `Map`, so that `constructor` and `__proto__` are names like any other.
 * What `getInterface` lists are those that portals of today do not have in common.
 */
export function createFrameCommands({
  host,
  reopen,
  answersCalls = true,
}: FrameCommandsOptions): ReadonlyMap<string, FrameCommand> {
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

  const calls = answersCalls ? carriers : []

  return new Map<string, FrameCommand>([
    ['getInterface', () => ({ command: calls.map(([name]) => name), event: [] })],
    [
      'getInitData',
      async () => {
        const isFirst = isFirstAnswer
        isFirstAnswer = false
        const data = await host.initData()
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
        reopen()
      },
    ],
    ...calls,
  ])
}

function readOption({ name, value }: Params): Pick<AppOption, 'name' | 'value'> {
  if (typeof name === 'string' && name !== '') return { name, value }
  throw new TypeError('An option has a name.')
}

async function answerCall(
  host: AppHost,
  { method, params }: RestCall,
  report: (cause: unknown) => void,
): Promise<RestReply> {
  try {
    return await host.call(method, withoutAuth(params))
  } catch (cause) {
    if (cause instanceof LostReplyError) throw cause
    report(cause)
    // Real pages answer that with silence, which tells an app nothing.
    const description = "The portal's page could not make the call"
    const answer = { error: 'INTERNAL_SERVER_ERROR', error_description: description }
    return { status: 500, answer }
  }
}
