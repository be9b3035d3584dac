import type { Delivery, ExplainedHandler, Refusal, User, WireMessage } from 'bx24-events/portal'
import type { Outcome, Tone } from './state/model.js'
import type { Opening } from './state/opening.js'

const clock = new Intl.DateTimeFormat('en', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

/** Milliseconds since 1970 as the time of day here: `10:32:07`. */
export const writeTime = (at: number) => clock.format(at)

/** Milliseconds as a person says them: `12 ms`, `1.2 s`, `1 min 5 s`. */
export function writeDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`
  const seconds = milliseconds / 1000
  if (seconds < 60) return `${Number(seconds.toFixed(1))} s`
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
}

const numbers = new Intl.NumberFormat('en')

/** A number as a person reads it: `10,000`. */
export const writeNumber = (value: number) => numbers.format(value)

export const writeCount = (count: number, noun: string) =>
  `${writeNumber(count)} ${noun}${count === 1 ? '' : 's'}`

/** A user's name with his number. */
export function writeUser(users: readonly User[] | undefined, id: number | undefined): string {
  const user = users?.find((one) => one.id === id)
  return user ? `${user.name} (${user.id})` : `user ${id}`
}

/** The user who is chosen to have the app open, and whether he has. */
export function writeOpener(users: readonly User[], id: User['id'], isAppOpen: boolean): string {
  return `${writeUser(users, id)}, ${isAppOpen ? 'who has the app open' : 'chosen to have the app open'}`
}

/** Why the portal does not open the app; `undefined`: it does. */
export function describeRefusedOpening({ app, user }: Opening): string | undefined {
  const name = writeUser([user], user.id)
  if (app.stage === 'uninstalled')
    return `${app.title} is not installed: it has no handlers, and its tokens are dead.`
  if (!user.active) return `${name} is inactive, so the app is not opened for this user.`
  if (!user.access) return `${app.title} is not open to ${name}.`
  if (app.entrance.state === 'asking') return `Asking ${app.title} how it is to be opened…`
  if (app.entrance.state === 'closed') return `${app.entrance.reason} Asked at ${writeTime(app.entrance.at)}.`
  return undefined
}

/** Whose authorisation a handler gets. */
export function writeAuthType(users: readonly User[], authType: number): string {
  return authType === 0 ? 'the acting user' : writeUser(users, authType)
}

/** Whether a handler would be called now; `undefined`: the portal has not told yet. */
export function describeVerdict(explained: ExplainedHandler | undefined): Outcome | undefined {
  if (!explained) return undefined
  if (explained.called) return { tone: 'good', text: 'called' }
  return { tone: 'warn', text: `not called: ${explained.reason ?? 'no reason given'}` }
}

/** What the answer to a forged delivery says about its handler. */
export function describeForgery({ handlerId, state, status = 0, reason, fault }: Delivery): Outcome {
  if (fault) {
    const text = `Handler ${handlerId} was not called: handlers are ${fault} on purpose. Let all be well again first.`
    return { tone: 'warn', text }
  }
  const [tone, verdict] =
    state === 'answered' ? judgeForgery(status) : (['bad', `No answer: ${reason ?? state}`] as const)
  return { tone, text: `Handler ${handlerId}: ${verdict}` }
}

function judgeForgery(status: number): readonly [Tone, string] {
  if (status === 401 || status === 403)
    return ['good', `Refused with ${status}: the handler checks application_token.`]
  if (status >= 200 && status < 300)
    return [
      'bad',
      `Accepted with ${status}: this handler believes anybody. It has to check application_token.`,
    ]
  if (status >= 400 && status < 500)
    return ['warn', `Answered ${status}, which is no yes; a handler that checks application_token says 403.`]
  return ['warn', `Answered ${status}, which does not tell whether it checks application_token.`]
}

/** What has become of a delivery. */
export function describeDelivery(delivery: Delivery, now: number): Outcome {
  const { tone, text } = describeFate(delivery, now)
  const { fault } = delivery
  return fault
    ? { tone, text: `${text}. On purpose, handlers are ${fault}: it was not called` }
    : { tone, text }
}

function describeFate(delivery: Delivery, now: number): Outcome {
  const { state, leavesAt, status = 0, duration = 0, reason = 'no reason given' } = delivery
  switch (state) {
    case 'queued':
      return { tone: 'busy', text: leavesAt === undefined ? 'Queued' : `Queued: ${writeWait(leavesAt, now)}` }
    case 'sent':
      return { tone: 'busy', text: 'Sent, no answer yet' }
    case 'answered':
      return {
        tone: isGood(delivery) ? 'good' : 'warn',
        text: `Answered ${status} in ${writeDuration(duration)}`,
      }
    case 'failed':
      return { tone: 'bad', text: `Failed after ${writeDuration(duration)}: ${reason}` }
    case 'skipped':
      return { tone: 'warn', text: `Not called: ${reason}` }
  }
}

/** A handler that works says 2xx; to what is forged it says no. */
function isGood({ status = 0, forged }: Delivery): boolean {
  return forged ? status === 401 || status === 403 : status >= 200 && status < 300
}

/** A handler is called for one delivery after the other, so that what is due may still have to wait. */
function writeWait(leavesAt: number, now: number): string {
  const seconds = Math.ceil((leavesAt - now) / 1000)
  if (seconds > 0) return `leaves the queue at ${writeTime(leavesAt)}, in ${seconds} s`
  return `due since ${writeTime(leavesAt)}, waits for those before it`
}

const REFUSALS: Readonly<Record<Refusal, string>> = {
  'foreign source': 'it comes from another window than the app’s',
  'foreign origin': 'it comes from another origin than the app’s',
  'no request': 'it has not the form of a request',
  'wrong sid': 'its sid is not the one of this opening of the app',
  'unknown command': 'this portal has no such command',
  'not simulated': 'live portals have this command, and the simulated one does not carry it out',
  'nested together': 'what is said together can’t have others together in it',
  'malformed params': 'its parameters are no JSON',
}

const describeRefusal = (refusal: Refusal) =>
  refusal === 'not simulated'
    ? `Not simulated: ${REFUSALS[refusal]}`
    : `Refused (${refusal}): ${REFUSALS[refusal]}`

type SaidMessage = Pick<WireMessage, 'command' | 'refused'>

/** What the client says before it knows its page: one that takes no requests together leaves that. */
export const isAskedBlind = ({ command, refused }: SaidMessage) =>
  command === 'together' && refused === 'unknown command'

const ASKED_BLIND = 'Pages of today leave what is said together, and the client says it by itself too.'

/** Why a message was not let in; `undefined`: it was. */
export function describeRefusedMessage(message: SaidMessage): string | undefined {
  if (message.refused === undefined) return undefined
  return isAskedBlind(message) ? ASKED_BLIND : describeRefusal(message.refused)
}
