import { isRecord, type Params } from './message.js'
import { CALL_METHOD, METHOD_COMMANDS, type RestCall, withoutAuth } from './rest.js'

/**
 * The commands of a portal's page that carry calls of REST, by name: each reads its call from whatever an app sent. No call names
 * who makes it: the page knows that.
 */
export const CARRIERS: ReadonlyMap<string, (sent: Params) => RestCall> = new Map([
  ...[...METHOD_COMMANDS].map(
    ([method, command]) => [command, (sent: Params) => readCall(method, sent)] as const,
  ),
  [CALL_METHOD, ({ method, params }) => readCall(method, params)],
])

function readCall(method: unknown, params: unknown): RestCall {
  return {
    method: typeof method === 'string' ? method : '',
    params: isRecord(params) ? withoutAuth(params) : {},
  }
}
