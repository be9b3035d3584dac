import { CALL_METHOD, METHOD_COMMANDS, type RestCall } from '../protocol/rest.js'
import { BX24Error } from './error.js'
import type { Command } from './parent-channel.js'
import type { Connection } from './session.js'

/** The command of the portal's page that carries a call of REST. Throws where the page has none. */
export function commandFor({ method, params }: RestCall, { commands }: Connection): Command {
  const command = METHOD_COMMANDS.get(method) ?? CALL_METHOD
  if (!commands.includes(command)) {
    throw new BX24Error('NOT_SUPPORTED', `The page has no ${command}`, { method })
  }
  return [command, command === CALL_METHOD ? { method, params } : params]
}
