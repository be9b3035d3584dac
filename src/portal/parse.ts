import * as v from 'valibot'
import { isRecord } from '../protocol/message.js'
import { LONGEST_TIMER } from './clock.js'
import { InputError } from './input-error.js'
import { DEEPEST_VALUE, isDeeperThan } from './json-bounds.js'
import { askWhetherMeant } from './near.js'

/** Reads what came from outside. Throws a `TypeError` that says where in `what` something is wrong, and what is expected there. */
export function parse<T>(schema: v.GenericSchema<unknown, T>, value: unknown, what: string): T {
  const parsed = v.safeParse(schema, value, { abortEarly: true, message: describeIssue })
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  const path = v.getDotPath(issue)
  throw new InputError(`${what}${path ? `.${path}` : ''}: ${issue.message}`)
}

/** For schemas that have no words of their own. */
function describeIssue({ message, type, expected, received }: v.BaseIssue<unknown>): string {
  if (expected === null) return message
  // Else it is a key of the object that is expected, and the path names that already.
  if (type === 'object' && expected !== 'Object') return 'it is missing'
  return `expected ${expected}, not ${received}`
}

/**
 * An object of options, which has no others than these: one of another name is asked about, where it is almost one of these.
 * @param example the smallest one that is taken
 */
export function optionsOf<const Entries extends v.ObjectEntries>(entries: Entries, example: string) {
  return v.strictObject(entries, ({ expected, received, path }) => {
    if (expected === 'Object') return `expected options such as ${example}, not ${received}`
    if (expected !== 'never') return `it is needed, as in ${example}`
    const name = String(path?.[0]?.key)
    return `there is no such option.${askWhetherMeant(name, Object.keys(entries))}`
  })
}

/**
 * A copy, as JSON carries it: `undefined` is null. Throws a `TypeError` for what JSON can't carry, and for what is nested deeper than
 * 65 levels: a state that has it could not be copied any more.
 */
export function toPlainJson(value: unknown, what: string): unknown {
  return parse(plainJson, copyByJson(value, what), what)
}

function copyByJson(value: unknown, what: string): unknown {
  try {
    return JSON.parse(JSON.stringify(value) ?? 'null')
  } catch (error) {
    // The engine has gone down as far as it could.
    if (isStackOverflow(error)) throw new InputError(`${what}: ${TOO_DEEP}`, { cause: error })
    const reason = error instanceof Error ? error.message : String(error)
    throw new InputError(`${what}: expected what JSON can carry. ${reason}`, { cause: error })
  }
}

const isStackOverflow = (error: unknown) => error instanceof RangeError && /stack/i.test(error.message)

const TOO_DEEP = `expected no more than ${DEEPEST_VALUE} levels, one in the other`

/** Whatever JSON has carried. */
export const plainJson = v.pipe(
  v.unknown(),
  v.check((value) => !isDeeperThan(value, DEEPEST_VALUE), TOO_DEEP),
)

/** What was read is not changed: the parts of a portal take copies. */
export const list = <T extends v.GenericSchema>(item: T) => v.pipe(v.array(item), v.readonly())

const number = (expected: string, isGood: (value: number) => boolean) =>
  v.pipe(
    v.number((issue) => `expected ${expected}, not ${issue.received}`),
    v.check(isGood, (issue) => `expected ${expected}, not ${issue.input}`),
  )

/** The number of something: from 1 up. */
export const ordinal = number(
  'a whole number from 1 up',
  (value) => Number.isSafeInteger(value) && value >= 1,
)

/** The number of something, or 0 for none. */
export const ordinalOrZero = number(
  'a whole number from 0 up',
  (value) => Number.isSafeInteger(value) && value >= 0,
)

export const fromZero = number(
  'a number from 0 up',
  (value) => value >= 0 && value < Number.POSITIVE_INFINITY,
)

/** A length of time that no timer is set for. */
export const aboveZero = number('a number above 0', (value) => value > 0 && value < Number.POSITIVE_INFINITY)

/** A length of time that a timer can be set for. */
export const timerDelay = number(
  'a number above 0 and below 2,147,483,648',
  (value) => value > 0 && value <= LONGEST_TIMER,
)

export const atLeastOne = number(
  'a whole number from 1 up',
  (value) => value >= 1 && (Number.isInteger(value) || value === Number.POSITIVE_INFINITY),
)

export const name = v.pipe(
  v.string((issue) => `expected a text, not ${issue.received}`),
  v.nonEmpty('expected a text, not an empty one'),
)

/** Anything by names. A `v.record` leaves out those that every object has, such as `constructor`. */
export const record = v.custom<Record<string, unknown>>(
  isRecord,
  (issue) => `expected an object, not ${issue.received}`,
)

/** The same, of whatever JSON has carried. */
export const jsonRecord = v.pipe(
  record,
  v.check((values) => !isDeeperThan(values, DEEPEST_VALUE + 1), TOO_DEEP),
)

/** What is called later. */
export const callable = v.function((issue) => `expected a function, not ${issue.received}`)

export const httpUrl = v.pipe(
  v.string((issue) => `expected an http(s) URL, not ${issue.received}`),
  v.check(isHttpUrl, (issue) => `expected an http(s) URL, not ${issue.input}`),
)

/** Whether it is an address that a page can be opened at. */
export function isHttpUrl(url: string): boolean {
  return /^https?:/i.test(url) && URL.canParse(url)
}

export const scopes = list(name)
