import type { Params, RestReply } from 'bx24-events/portal'
import { describe, expect, it } from 'vitest'
import { expectResult } from './expectations.js'

/** Who may hand an app a message: its portal, and those who are none. */
export type Forger =
  | 'another frame'
  | "another frame of the app's origin"
  | "another frame of the portal's origin"
  | 'a page in the place of the portal'

export type ForgerOrPortal = Forger | 'portal'

/** An app with two clients in one page, which an administrator, Anna, has open in a portal that answers by messages. */
export interface OpenChannel {
  call(client: 0 | 1, method: string, params?: Params): Promise<RestReply>
  /** Resolves to the id of the next call that has reached the portal. */
  askedId(): Promise<string>
  /** Hands the app a message, and resolves when the app has had it. */
  sendToApp(sender: ForgerOrPortal, text: string): Promise<void>
  /** Lets the portal answer what it has held back so far. */
  release(): Promise<void>
  /** A token of another user, Boris. */
  foreignToken(): Promise<string>
  close(): Promise<void>
}

export interface ChannelHarness {
  readonly way: string
  /** Those of whom this harness can't be one. Default: none. */
  readonly lacks?: readonly Forger[]
  /** With `holdsCalls` the portal answers a call when it is released. */
  open(options?: { holdsCalls?: boolean }): Promise<OpenChannel>
}

const FORGERS: readonly Forger[] = [
  'another frame',
  "another frame of the app's origin",
  "another frame of the portal's origin",
  'a page in the place of the portal',
]

const HANDLER = { event: 'OnCrmDealAdd', handler: 'https://app.example.com/handler/' }

/** What the messages between an app and its portal must keep. */
export function describeChannelContract(harness: ChannelHarness): void {
  async function withChannel(
    test: (channel: OpenChannel) => Promise<void>,
    options?: { holdsCalls: boolean },
  ): Promise<void> {
    const channel = await harness.open(options)
    try {
      await test(channel)
    } finally {
      await channel.close()
    }
  }

  describe(`the messages ${harness.way}`, () => {
    it('keep the order of calls', () =>
      withChannel(async ({ call }) => {
        const bind = () => call(0, 'event.bind', HANDLER)
        const unbind = () => call(0, 'event.unbind', HANDLER)
        const replies = await Promise.all([bind(), unbind(), unbind(), bind(), bind(), unbind()])
        expect(replies.map(({ answer }) => answer.result ?? answer.error)).toEqual([
          ...[true, { count: 1 }, { count: 0 }, true, 'ERROR_CORE', { count: 1 }],
        ])
      }))

    it('give each of 1,000 calls at once the answer that is its own', () =>
      withChannel(async ({ call }) => {
        const calls = Array.from({ length: 1000 }, (_, index) => {
          const params = { ...HANDLER, auth_type: (index % 3) + 1 }
          return call(0, index % 5 < 2 ? 'event.bind' : 'event.unbind', params)
        })
        const got = (await Promise.all(calls)).map(({ answer }) => answer.result ?? answer.error)
        // What a portal would answer that was asked one after another.
        const bound = new Set<number>()
        const expected = calls.map((_, index) => {
          const user = (index % 3) + 1
          const isBound = bound.has(user)
          if (index % 5 >= 2) return { count: Number(bound.delete(user)) }
          bound.add(user)
          return isBound ? 'ERROR_CORE' : true
        })
        expect(got).toEqual(expected)
      }))

    for (const forger of FORGERS.filter((one) => !harness.lacks?.includes(one))) {
      it(`bring no answer of ${forger}, though it knows the id`, () =>
        withChannel(
          async ({ call, askedId, sendToApp, release }) => {
            const called = call(0, 'profile')
            await sendToApp(forger, forgedReply(await askedId()))
            await release()
            expect((await called).answer.result).toMatchObject({ NAME: 'Anna' })
          },
          { holdsCalls: true },
        ))
    }

    it('would bring that answer if the portal had sent it, so that the attack is a good one', () =>
      withChannel(
        async ({ call, askedId, sendToApp, release }) => {
          const called = call(0, 'profile')
          await sendToApp('portal', forgedReply(await askedId()))
          expect(await called).toEqual({ status: 200, answer: { result: 'forged' } })
          await release()
        },
        { holdsCalls: true },
      ))

    it('bring one answer to each call: a second one changes nothing', () =>
      withChannel(
        async ({ call, askedId, sendToApp, release }) => {
          const first = call(0, 'profile')
          const id = await askedId()
          const second = call(0, 'user.current')
          await sendToApp('portal', forgedReply(id))
          await sendToApp('portal', forgedReply(id))
          await release()
          expect((await first).answer.result).toBe('forged')
          expect((await second).answer.result).toMatchObject({ NAME: 'Anna' })
        },
        { holdsCalls: true },
      ))

    for (const name of ['auth', 'AUTH', 'Auth', 'aUtH']) {
      it(`carry no parameter ${name}: who calls is who has the app open`, () =>
        withChannel(async ({ call, foreignToken }) => {
          const auth = { [name]: await foreignToken() }
          expect((await call(0, 'profile', auth)).answer.result).toMatchObject({ NAME: 'Anna' })
          await expectResult(call(0, 'event.bind', { ...HANDLER, ...auth }), true)
          await expectResult(call(0, 'event.unbind', { ...HANDLER, ...auth }), { count: 1 })
        }))
    }

    it('serve two clients in one page, each with its own answers', () =>
      withChannel(async ({ call }) => {
        const replies = await Promise.all([
          ...[call(0, 'profile'), call(1, 'event.bind', HANDLER)],
          ...[call(0, 'event.unbind', HANDLER), call(1, 'events', { SCOPE: 'user' })],
        ])
        const [profile, bound, unbound, events] = replies.map(({ answer }) => answer.result)
        expect(profile).toMatchObject({ NAME: 'Anna' })
        expect(events).toHaveLength(1)
        // Each client keeps the order of its own calls; between the two there is none.
        expect(bound).toBe(true)
        expect([{ count: 0 }, { count: 1 }]).toContainEqual(unbound)
      }))
  })
}

function forgedReply(callbackId: string): string {
  return `${callbackId}:{"status":200,"answer":{"result":"forged"}}`
}
