import type { Params } from 'bx24-events/portal'
import { describe, expect, it } from 'vitest'
import {
  ALREADY_BOUND,
  accessDenied,
  EVENT_NOT_FOUND,
  nullOrEmpty,
  UNSUPPORTED_PROTOCOL,
  unusable,
  WRONG_AUTH_TYPE,
  WRONG_HANDLER_URL,
} from './errors.js'
import { expectError, expectResult, type PortalError } from './expectations.js'
import { ANNA, BORIS, type Caller, type Harness, type OpenApp, withApp } from './harness.js'

/** A call that would go well, as far as nothing in it is spoiled. */
interface Call {
  readonly caller: Caller
  readonly params: Params
}

/** One check that the portal makes. */
interface Check {
  /** What fails it. */
  readonly name: string
  errorOf(call: Call): PortalError
  /** Makes a call fail this check, whatever else is wrong with it. */
  spoil(call: Call): Call
  /** What has to be done before. */
  prepare?(app: OpenApp): Promise<unknown>
}

/** Calls a method in just one way that is wrong, or in two. */
interface CheckedMethod {
  readonly method: string
  readonly result: unknown
  /** In the order in which they are made. */
  readonly checks: readonly Check[]
}

function setParams(params: Params) {
  return (call: Call): Call => ({ ...call, params: { ...call.params, ...params } })
}

function changeUrl(change: (url: string) => string) {
  return (call: Call): Call => setParams({ handler: change(String(call.params.handler)) })(call)
}

const goodCall = (app: OpenApp): Call => ({
  caller: ANNA,
  params: { event: 'OnCrmDealAdd', handler: `${app.handlerBase}deals/` },
})

const calledByWebhook: Check = {
  name: 'a webhook calls',
  errorOf: () => WRONG_AUTH_TYPE,
  spoil: ({ caller, params }) => ({ caller: { webhook: Number(caller) }, params }),
}

/** What `event.bind` and `event.unbind` check first. */
const checksOfTarget = (what: string): readonly Check[] => [
  calledByWebhook,
  {
    name: 'the caller is no administrator',
    errorOf: ({ params }) => accessDenied(Number(params.auth_type) > 0 ? `${what} with AUTH_TYPE` : what),
    spoil: ({ params }) => ({ caller: BORIS, params }),
  },
  { name: 'there is no event', errorOf: () => nullOrEmpty('EVENT'), spoil: setParams({ event: '' }) },
  { name: 'there is no handler', errorOf: () => nullOrEmpty('HANDLER'), spoil: setParams({ handler: '' }) },
]

const CHECKED_METHODS: readonly CheckedMethod[] = [
  {
    method: 'event.bind',
    result: true,
    checks: [
      ...checksOfTarget('binding'),
      {
        name: 'auth_type names a user that there is not',
        errorOf: () => unusable('AUTH_TYPE'),
        spoil: setParams({ auth_type: 99 }),
      },
      {
        name: 'event_type is offline',
        errorOf: () => unusable('EVENT_TYPE'),
        spoil: setParams({ event_type: 'offline' }),
      },
      {
        name: 'the URL has no host with a dot inside',
        errorOf: () => WRONG_HANDLER_URL,
        spoil: changeUrl((url) => url.replace(/\/\/[^/]+/, '//localhost')),
      },
      {
        name: 'the scheme is neither http nor https',
        errorOf: () => UNSUPPORTED_PROTOCOL,
        spoil: changeUrl((url) => url.replace(/^https?/, 'ftp')),
      },
      {
        name: 'there is no such event',
        errorOf: () => EVENT_NOT_FOUND,
        spoil: setParams({ event: 'OnNothing' }),
      },
      {
        name: 'the place is taken',
        errorOf: () => ALREADY_BOUND,
        spoil: (call) => call,
        prepare: (app) => app.call(ANNA, 'event.bind', goodCall(app).params),
      },
    ],
  },
  { method: 'event.unbind', result: { count: 0 }, checks: checksOfTarget('unbinding') },
  { method: 'event.get', result: [], checks: [calledByWebhook] },
  { method: 'event.test', result: 1, checks: [calledByWebhook] },
]

/** Each error of the methods, and which of two comes first: the one whose check is made first. */
export function describeChecks(harness: Harness): void {
  for (const { method, result, checks } of CHECKED_METHODS) {
    describe(`${method} checks, in this order:`, () => {
      const possible = checks.filter((check) => harness.hasWebhooks || check !== calledByWebhook)

      it('none fails where nothing is wrong', () =>
        withApp(harness, async (app) => {
          const { caller, params } = goodCall(app)
          await expectResult(app.call(caller, method, params), result)
        }))

      for (const [index, check] of possible.entries()) {
        // One app takes all of it: what is refused changes nothing.
        it(`${index + 1}. ${check.name}, whatever else is wrong`, () =>
          withApp(harness, async (app) => {
            await expectRefusal(app, method, [check])
            for (const later of possible.slice(index + 1)) await expectRefusal(app, method, [check, later])
          }))
      }
    })
  }
}

/** Makes a call that fails some checks, of which the first is the one to be told of. */
async function expectRefusal(
  app: OpenApp,
  method: string,
  failing: readonly [Check, ...Check[]],
): Promise<void> {
  for (const { prepare } of failing) await prepare?.(app)
  const { length: count } = await app.handlers()
  // The first one spoils last, so that nothing takes its effect away.
  const call = failing.reduceRight((spoiled, check) => check.spoil(spoiled), goodCall(app))
  const what = failing.map(({ name }) => name).join(', and ')
  await expectError(app.call(call.caller, method, call.params), failing[0].errorOf(call), what)
  expect(await app.handlers()).toHaveLength(count)
}
