import type { BX24Client } from 'bx24-events'
import { backEndPath, callThroughBackEnd, type EventCall } from './back-end.js'
import { writeSource } from './source.js'
import type { CallForm, CallName } from './state.js'

/** A call that a button stands for: as code to read, and to be made. */
export interface PreparedCall {
  code: string
  send(): Promise<unknown>
}

/** @param showsAll whether `events` is to list all documented events */
export function prepareCall(
  name: CallName,
  BX24: BX24Client,
  { event, handler, runAs, showsAll }: CallForm & { showsAll: boolean },
): PreparedCall {
  // What is not given is not sent: to callUnbind that means the handlers of all users.
  const authType = runAs === '' ? undefined : Number(runAs)
  const bindArguments = authType === undefined ? [event, handler] : [event, handler, authType]

  switch (name) {
    case 'callBind':
      return {
        code: writeCall('callBind', bindArguments),
        send: () => BX24.callBind(event, handler, authType),
      }
    case 'callUnbind':
      return {
        code: writeCall('callUnbind', bindArguments),
        send: () => BX24.callUnbind(event, handler, authType),
      }
    case 'event.get':
      return { code: writeCall('callMethod', ['event.get']), send: () => BX24.callMethod('event.get') }
    case 'events': {
      const params = showsAll ? { FULL: true } : undefined
      return {
        code: writeCall('callMethod', params ? ['events', params] : ['events']),
        send: () => BX24.callMethod('events', params),
      }
    }
    case 'refreshAuth':
      return { code: writeCall('refreshAuth', []), send: () => BX24.refreshAuth() }
    case 'event.bind (back end)':
      return prepareBackEndCall('event.bind', BX24, { event, handler, authType })
    case 'event.unbind (back end)':
      return prepareBackEndCall('event.unbind', BX24, { event, handler, authType })
  }
}

function writeCall(member: string, givenArguments: readonly unknown[]): string {
  return `await BX24.${member}(${givenArguments.map((argument) => writeSource(argument)).join(', ')})`
}

function prepareBackEndCall(
  method: 'event.bind' | 'event.unbind',
  BX24: BX24Client,
  { event, handler, authType }: { event: string; handler: string; authType: number | undefined },
): PreparedCall {
  const given: Omit<EventCall, 'accessToken'> =
    authType === undefined ? { event, handler } : { event, handler, authType }
  return {
    code: [
      'const auth = BX24.getAuth() || (await BX24.refreshAuth())',
      `await fetch('${backEndPath(method)}', {`,
      "  method: 'POST',",
      "  headers: { 'content-type': 'application/json' },",
      '  body: JSON.stringify({',
      '    accessToken: auth.access_token,',
      ...Object.entries(given).map(([name, value]) => `    ${name}: ${writeSource(value)},`),
      '  }),',
      '})',
    ].join('\n'),
    async send() {
      // There is none where it has expired.
      const auth = BX24.getAuth() || (await BX24.refreshAuth())
      return callThroughBackEnd(method, { accessToken: auth.access_token, ...given })
    },
  }
}
