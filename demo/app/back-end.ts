import { BX24Error } from 'bx24-events'

/** What the app's page hands to its own server, which then calls REST itself. */
export interface EventCall {
  accessToken: string
  event: string
  handler: string
  authType?: number
}

/** Lets the app's server call `event.bind` or `event.unbind`. Rejects with a `BX24Error` where the portal refuses. */
export async function callThroughBackEnd(
  method: 'event.bind' | 'event.unbind',
  call: EventCall,
): Promise<unknown> {
  const response = await fetch(backEndPath(method), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(call),
  })
  if (!response.ok)
    throw new BX24Error('BACK_END', await response.text(), { status: response.status, method })
  const { status, answer } = await response.json()
  if (answer.error === undefined) return answer.result
  throw new BX24Error(answer.error, answer.error_description, { status, method })
}

export function backEndPath(method: string): string {
  return `/backend/${method.replace('.', '-')}`
}

/** Where the portal is that this app belongs to. */
export async function findPortal(): Promise<string> {
  const response = await fetch('/backend/portal')
  if (!response.ok) throw new Error(await response.text())
  const { url } = await response.json()
  return url
}
