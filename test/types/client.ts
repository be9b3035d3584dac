// Checked by the compiler alone: what must compile is written plainly, what must not says why.

import {
  type AjaxResult,
  type Auth,
  BX24,
  type BX24Client,
  BX24Error,
  type Callback,
  createBX24,
  type Diagnostic,
  type UnbindResult,
} from 'bx24-events'

const EVENT = 'OnCrmDealAdd'
const HANDLER = 'https://app.example.com/handler/'
const { signal } = new AbortController()

export async function bind(): Promise<void> {
  const bound: true = await BX24.callBind(EVENT, HANDLER)
  await BX24.callBind(EVENT, HANDLER, 0)
  await BX24.callBind(EVENT, HANDLER, '5')
  await BX24.callBind(EVENT, HANDLER, null)
  await BX24.callBind(EVENT, HANDLER, undefined, (result) => result.data() satisfies true | undefined)
  await BX24.callBind(
    EVENT,
    HANDLER,
    (result: AjaxResult<true>) => result.error() satisfies BX24Error | undefined,
  )
  await BX24.callBind(EVENT, HANDLER, { authType: 5, signal, timeout: 1000 })
  await BX24.callBind(EVENT, HANDLER, { authType: 5 }, (result) => void result.status)

  // @ts-expect-error the event is missing
  await BX24.callBind()
  // @ts-expect-error the handler is missing
  await BX24.callBind(EVENT)
  // @ts-expect-error an event is a text
  await BX24.callBind(5, HANDLER)
  // @ts-expect-error a URL is given as a text
  await BX24.callBind(EVENT, new URL(HANDLER))
  // @ts-expect-error a user is no truth
  await BX24.callBind(EVENT, HANDLER, true)
  // @ts-expect-error a list is no user
  await BX24.callBind(EVENT, HANDLER, [5])
  // @ts-expect-error there is no such option
  await BX24.callBind(EVENT, HANDLER, { auth_type: 5 })
  // @ts-expect-error a callback is a function
  await BX24.callBind(EVENT, HANDLER, 0, 'callback')
  // @ts-expect-error what is bound is true, not counted
  const count: number = await BX24.callBind(EVENT, HANDLER)
  return void [bound, count]
}

export async function unbind(): Promise<void> {
  const { count }: UnbindResult = await BX24.callUnbind(EVENT, HANDLER)
  const same: number = (await BX24.callUnBind(EVENT, HANDLER, 0)).count
  await BX24.callUnbind(EVENT, HANDLER, '')
  await BX24.callUnbind(EVENT, HANDLER, (result) => result.data()?.count.toFixed())
  await BX24.callUnbind(EVENT, HANDLER, { authType: null, timeout: 500 })

  // @ts-expect-error the handler is missing
  await BX24.callUnbind(EVENT)
  // @ts-expect-error what is removed is counted, not true
  const removed: true = await BX24.callUnbind(EVENT, HANDLER)
  // @ts-expect-error a signal is not what aborts it
  await BX24.callUnBind(EVENT, HANDLER, { signal: new AbortController() })
  return void [count, same, removed]
}

export async function callMethod(): Promise<void> {
  const unknown: unknown = await BX24.callMethod('profile')
  const names: string[] = await BX24.callMethod<string[]>('events', { SCOPE: 'crm' })
  await BX24.callMethod('profile', null, { signal, timeout: 1000 })
  await BX24.callMethod<number[]>('any.list', {}, (result) => {
    const page: number[] | undefined = result.data()
    const next: Promise<number[]> | false = result.next()
    return void [page, next]
  })

  // @ts-expect-error nobody has said what the result is
  const name: string = unknown
  // @ts-expect-error parameters are an object
  await BX24.callMethod('profile', 'ID=5')
  // @ts-expect-error a call names no other user
  await BX24.callMethod('profile', {}, { authType: 5 })
  // @ts-expect-error the method is missing
  await BX24.callMethod()
  return void [unknown, names, name]
}

export function create(): BX24Client {
  createBX24()
  createBX24({})
  createBX24({ timeout: 1000, allowedPortals: ['https://portal.example.com'], window })
  createBX24({ allowedPortals: (origin) => origin.endsWith('.bitrix24.com') })
  createBX24({ onDiagnostic: ({ kind, origin }: Diagnostic) => void [kind, origin] })

  // @ts-expect-error there is no such option
  createBX24({ timeOut: 1000 })
  // @ts-expect-error milliseconds are a number
  createBX24({ timeout: '1000' })
  // @ts-expect-error one origin is a list of one
  createBX24({ allowedPortals: 'https://portal.example.com' })
  // @ts-expect-error a pattern is no list of exact origins
  createBX24({ allowedPortals: [/bitrix24/] })
  // @ts-expect-error diagnostics never have what was said
  createBX24({ onDiagnostic: ({ data }) => data })
  return createBX24()
}

export async function others(): Promise<void> {
  await BX24.init()
  await BX24.init(() => undefined)
  BX24.install(() => void BX24.installFinish())
  const auth: Auth | false = BX24.getAuth()
  const renewed: Auth = await BX24.refreshAuth((given: Auth | false) => void given)
  const domain: string | undefined = BX24.getDomain()
  const flags: boolean[] = [BX24.isAdmin(), BX24.isEmbedded()]
  BX24.close()

  // @ts-expect-error there may be no token
  const token: string = BX24.getAuth().access_token
  // @ts-expect-error the language is unknown before init
  const language: string = BX24.getLang()
  // @ts-expect-error a callback of init is given nothing
  await BX24.init((result: string) => result)
  // @ts-expect-error members can't be replaced by what does something else
  BX24.callBind = () => true
  return void [auth, renewed, domain, flags, token, language]
}

export function errors(error: BX24Error): string {
  const made = new BX24Error('MY_CODE', 'Of my own', { status: 400, method: 'event.bind', cause: error })
  const codes: string[] = [error.code, made.code]
  if (error.code === 'TIMEOUT' || error.code === 'ERROR_CORE') return error.description
  const callback: Callback<true> = (result) => void result.error()?.getStatus().toFixed()

  // @ts-expect-error an error has a code and a text
  new BX24Error('TIMEOUT')
  // @ts-expect-error an error stays what it is
  error.code = 'OTHER'
  // @ts-expect-error a status is a number
  new BX24Error('TIMEOUT', '', { status: '0' })
  return codes.concat(String(callback)).join()
}
