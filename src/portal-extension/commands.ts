import { CARRIERS } from '../protocol/carriers.js'
import { writeForm } from '../protocol/form.js'
import { isRecord } from '../protocol/message.js'
import { parseAnswer, type RestCall, type RestReply, readReply } from '../protocol/rest.js'

/** What a command needs of the page that it is called in. */
export interface PageGlobals {
  readonly location: { readonly origin: string }
  fetch(url: string, init: RequestInit): Promise<Response>
}

/** One opening of an app, as a portal's page keeps it: whose token, and where REST is. */
interface Opening {
  readonly params: { readonly authId: string; readonly restPath: string }
}

/**
 * A command as portal pages call them: `this` is the opening of the app that asks, `params` are whatever the app sent, and each
 * call of `reply` is a message to the app.
 */
export type Command = (this: Opening, params: unknown, reply: (reply: RestReply) => void) => void

/** The commands that carry calls of REST, by name. Each replies once, whatever happens, and none throws. */
export function createCommands(page: PageGlobals): Record<string, Command> {
  const commands: Record<string, Command> = {}
  for (const [name, readCall] of CARRIERS) {
    commands[name] = function (params, reply) {
      // A page gives an empty list where an app sent nothing, and whatever else an app sent.
      const call = readCall(isRecord(params) ? params : {})
      // The page's own reply may fail, where the app's frame is gone.
      void callRest(page, this, call).then(reply).catch(console.error)
    }
  }
  return commands
}

/** Makes a call as the user who has the app open. What got no answer is answered in the same shape. */
async function callRest(page: PageGlobals, opening: Opening, call: RestCall): Promise<RestReply> {
  const { method, params } = call
  let status = 0
  try {
    // Looked up for each call: a page renews its token.
    const { authId, restPath } = opening.params
    const response = await page.fetch(
      `${page.location.origin}${restPath}/${encodeURIComponent(method)}.json`,
      {
        method: 'POST',
        // At the end, since of `auth` and what else a portal takes for it (` auth`, `auth[]`) the last one counts.
        body: writeForm({ ...params, auth: authId }),
        // An app acts by its token alone, never by the session of the user in whose page this runs.
        credentials: 'omit',
        // The token goes to the portal, and nowhere that it may send us.
        mode: 'same-origin',
        redirect: 'error',
      },
    )
    status = response.status
    return readReply({ status, answer: parseAnswer(await response.text()) })
  } catch (cause) {
    // The codes are those of the client: an app need not know which way a call went.
    return { status, answer: { error: 'NETWORK', error_description: String(cause) } }
  }
}
