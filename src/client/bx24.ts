import type { EventName } from '../protocol/event-names.js'
import { isRecord, type Params } from '../protocol/message.js'
import { withoutAuth } from '../protocol/rest.js'
import { type Callback, createAjaxResult } from './ajax-result.js'
import {
  type AuthType,
  type BindOptions,
  type CallArguments,
  type CallOptions,
  expect,
  expectCallback,
  expectOptions,
  expectText,
  LONGEST_TIMEOUT,
  readArguments,
} from './arguments.js'
import type { Auth } from './auth.js'
import { createCalls, type RouteOptions } from './calls.js'
import { asBX24Error, type BX24Error } from './error.js'
import { createInstallation } from './installation.js'
import { createSession, type SessionOptions } from './session.js'
import type { HandlerToHave, SyncResult } from './sync-account.js'
import { syncHandlers } from './sync-handlers.js'
import { readPlan, type SyncOptions } from './sync-plan.js'
import { fail, succeed } from './tasks.js'

/** Options of a client; all may be left out. One that there is not throws a `TypeError`. */
export type BX24Options = SessionOptions & RouteOptions

/**
 * The calls of an app to the portal that embeds it, with the names of `BX24`. Each takes a callback as there, and answers
 * with a promise too: it resolves to the result's data, and rejects with a `BX24Error`. An argument of a wrong type
 * throws a `TypeError` that names it.
 */
export interface BX24Client {
  /**
   * Resolves once the portal has answered; `callback` runs then too, after the installers where there are any. Every call waits
   * for that by itself. Where it fails, the callback is not called, and the console says why.
   */
  init(callback?: () => void): Promise<void>
  /**
   * Registers a URL that the portal will POST to when the event happens (`event.bind`). The portal refuses it with `ACCESS_DENIED`
   * where the user may not bind it, `ERROR_EVENT_NOT_FOUND` where the app has not the event's scope or there is no such event,
   * `ERROR_WRONG_HANDLER_URL`, or `ERROR_CORE` (`Handler already binded`): the documentation of `event.bind` has the rules.
   * @param event name of the event, in any case
   * @param handler URL of at most 255 characters, with a host that the portal can reach: `localhost` is none
   * @param authType whose authorisation the handler gets; or options; or the callback. Default: 0, the user whose action raises the event
   * @param callback called once, with the result or the error
   * @example await BX24.callBind('OnCrmDealAdd', 'https://app.example.com/handler/')
   */
  callBind(
    event: EventName,
    handler: string,
    authType?: AuthType | BindOptions | Callback<true>,
    callback?: Callback<true>,
  ): Promise<true>
  /**
   * Removes handlers of that event and URL (`event.unbind`). To find none is no error: `count` is 0 then.
   * @param authType 0 or '' removes those bound without a user, an id those of that user; or options; or the callback. Default: those of all users
   * @param callback called once, with the result or the error
   */
  callUnbind(
    event: EventName,
    handler: string,
    authType?: AuthType | BindOptions | Callback<UnbindResult>,
    callback?: Callback<UnbindResult>,
  ): Promise<UnbindResult>
  /** The same as `callUnbind`. */
  callUnBind: BX24Client['callUnbind']
  /**
   * Calls any method of REST, and resolves to its result. What `T` is, nobody checks.
   * @param params what JSON can carry. A field `auth`, in any case, is left out. Default: none
   * @param callback called once, with the result or the error: `result.next()` asks for the next page of a list; or options
   * @example const { NAME } = await BX24.callMethod<{ NAME: string }>('profile')
   */
  callMethod<T = unknown>(
    method: string,
    params?: Params | null,
    callback?: Callback<T> | CallOptions,
  ): Promise<T>
  /**
   * Sees to it that the app has the handlers of the list: binds those that are missing, and unbinds all others unless `prune`
   * is false. To run it twice changes nothing. Where a part fails it rejects with a `SyncError`, which has the full account; where the
   * handlers can't be read, or nobody waits any more, with what ended it.
   * @example await BX24.syncHandlers([{ event: 'OnCrmDealAdd', handler: 'https://app.example.com/deals/' }])
   */
  syncHandlers(handlers: readonly HandlerToHave[], options?: SyncOptions): Promise<SyncResult>
  /** Adds an installer: it runs where this user runs the app for the first time, before the callbacks of `init`, and ends with `installFinish()`. */
  install(installer: () => void): void
  /**
   * While an installer runs, ends that and no more, as in `BX24`. Else, as in the callback of `init`, ends the app's installation,
   * which no event is sent before: the portal opens the page anew then. Once that is ended it does nothing. Resolves when it is sent:
   * no portal answers it.
   * @example BX24.init(() => BX24.installFinish())
   */
  installFinish(): Promise<void>
  /** Whether the user is an administrator; `false` before the portal has answered. */
  isAdmin(): boolean
  /** The newest token of this opening of the app; `false` before the portal has answered, and when it has expired. */
  getAuth(): Auth | false
  /** The portal's host; `undefined` before the portal has answered. */
  getDomain(): string | undefined
  /** The interface language of the user; `undefined` before the portal has answered. */
  getLang(): string | undefined
  /** Gets a new token through the portal's page; fails with `TOKEN_NOT_RENEWED`. A callback gets the token, or `false`. */
  refreshAuth(callback?: (auth: Auth | false) => void): Promise<Auth>
  /** Whether this page is in a portal's frame. Never throws. */
  isEmbedded(): boolean
  /** Stops listening. What is under way is rejected with `CLOSED`, and so is every later call. */
  close(): void
}

/** What `callUnbind` resolves to. */
export interface UnbindResult {
  /** How many handlers were removed. */
  count: number
}

/** Makes a client. It touches nothing until its first call. */
export function createBX24(options: BX24Options = {}): BX24Client {
  expectOptions(options, 'timeout, route, privateLine, allowedPortals, window, fetch, onDiagnostic')
  const session = createSession(options)
  const makeCall = createCalls(session, options)
  const isAdmin = () => Boolean(session.connection?.initData.IS_ADMIN)

  function request<T>(method: string, params: Params, given: CallArguments<T>): Promise<T> {
    const { callback } = given
    const call = makeCall(method, params, given)
    // Of what type a method's result is, its caller says.
    const data = call.data as Promise<T>
    if (callback) {
      const getPage = (start: unknown, next = callback) =>
        request<T>(method, { ...params, start }, { ...given, callback: next })
      // In a task of its own, so that what it throws reaches the page's error handling and nothing here.
      const tell = (error?: BX24Error) =>
        queueMicrotask(() => callback(createAjaxResult<T>(call, error, getPage)))
      // A callback is told of the failure: nobody else need be.
      data.then(
        () => tell(),
        (reason) => tell(asBX24Error(reason)),
      )
    }
    return data
  }

  // What is absent is not sent: to event.unbind that means the handlers of all users, which 0 does not.
  function eventCall<T>(method: string, absentAuthType: 0 | undefined) {
    return (event: string, handler: string, third: unknown, fourth?: Callback<T>) => {
      expectText('event', event)
      expectText('handler', handler)
      const given = readArguments(third, fourth)
      const params = { event, handler, auth_type: given.authType ?? absentAuthType }
      return request<T>(method, params, given)
    }
  }

  const callUnbind = eventCall<UnbindResult>('event.unbind', undefined)

  return {
    ...createInstallation(session),
    callBind: eventCall<true>('event.bind', 0),
    callUnbind,
    callUnBind: callUnbind,
    callMethod<T>(method: string, params?: Params | null, third?: Callback<T> | CallOptions | null) {
      expectText('method', method)
      // As they are now, and as JSON carries them, so that a call says the same by whichever way it goes.
      const sent = params ?? {}
      expect(isRecord(sent), 'params: an object')
      const given = readArguments<T>(third)
      expect(given.authType == null, 'callback: a function')
      return request<T>(method, withoutAuth(JSON.parse(JSON.stringify(sent))), given)
    },
    syncHandlers(handlers, options = {}) {
      const plan = readPlan(handlers, options)
      // Each request has its time limit; the whole ends by the signal and by closing, also between requests.
      return session.tasks.run<SyncResult>(
        'syncHandlers',
        { ...plan, timeout: LONGEST_TIMEOUT },
        (task) =>
          void syncHandlers(plan, { request, isAdmin }).then(
            (result) => succeed(task, result),
            (reason) => fail(task, reason),
          ),
      )
    },
    isAdmin,
    getAuth() {
      const auth = session.connection?.auth
      return auth && auth.expires_in > Date.now() ? { ...auth } : false
    },
    getDomain: () => session.connection?.initData.DOMAIN as string | undefined,
    getLang: () => session.connection?.initData.LANG as string | undefined,
    refreshAuth(callback) {
      expectCallback(callback)
      const renewed = session.refreshAuth()
      if (callback) {
        const tell = (auth: Auth | false) => queueMicrotask(() => callback(auth))
        renewed.then(tell, () => tell(false))
      }
      return renewed
    },
    isEmbedded: session.isEmbedded,
    close: session.close,
  }
}
