import { CARRIERS } from '../../protocol/carriers.js'
import { OPEN_PORT } from '../../protocol/private-line.js'
import type { RestCall, RestReply } from '../../protocol/rest.js'
import { TOGETHER } from '../../protocol/turn.js'
import type { AppHost } from '../app-host.js'
import { LostReplyError } from '../lost-reply-error.js'
import type { FrameCommand } from './frame-command.js'

/** The commands that pages of today do not have: those that carry calls of REST, and those by which many go in one message. */
export function createCallCommands(host: AppHost): Readonly<Record<string, FrameCommand>> {
  const carriers = [...CARRIERS].map(([name, readCall]): [string, FrameCommand] => [
    name,
    (params, report) => answerCall(host, readCall(params), report),
  ])
  const nothing = () => undefined
  // The gate carries out the last two: it admits each request of several, and it alone has the port.
  return { ...Object.fromEntries(carriers), [TOGETHER]: nothing, [OPEN_PORT]: nothing }
}

/** No async function: there may be thousands of calls in one turn. */
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
    return host.call(method, params).catch(fail)
  } catch (cause) {
    return fail(cause)
  }
}
