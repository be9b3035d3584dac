import type { EventHandler, HandlerToHave } from 'bx24-events'
import type { RuleSet } from 'bx24-events/portal'
import * as fc from 'fast-check'
import { row } from './sync-app.js'
import { ANNA, APP_ORIGIN, BORIS, CLARA, USERS } from './test-portal.js'

/** A user of an app that has handlers, and the list that he gives. */
export interface Situation {
  readonly rules: RuleSet
  /** Anna, an administrator, or Boris, who is none. */
  readonly userId: number
  /** The app's handlers, his and those of others. */
  readonly start: readonly EventHandler[]
  readonly list: readonly HandlerToHave[]
  readonly prune: boolean
}

/** What the rules say of a list. All handlers are told with the user that they run as. */
export interface Judgement {
  /** What he has afterwards, where the rules allow that. */
  readonly result: readonly EventHandler[] | undefined
  /** What he has before. */
  readonly seen: readonly EventHandler[]
  /** Of a list that is not allowed: what can't be done, whatever is done first. */
  readonly impossible: readonly EventHandler[]
  /** Of a list that is not allowed: what can't be done together with others. */
  readonly crowded: readonly EventHandler[]
}

const EVENTS = ['ONTASKADD', 'ONTASKUPDATE']
const URLS = [`${APP_ORIGIN}/one/`, `${APP_ORIGIN}/two/`]

/** The rules of `event.bind`, said of a whole list. */
export function judge({ rules, userId, start, list, prune }: Situation): Judgement {
  const isAdmin = userId === ANNA
  const seen = isAdmin ? start : start.filter(({ authType }) => authType === userId)
  const wanted = unique(
    list.map(({ event, handler, authType }) =>
      row(event, handler, Number(authType) || (isAdmin ? 0 : userId)),
    ),
  )
  const missing = wanted.filter((one) => !has(seen, one))
  const unwanted = prune ? seen.filter((one) => !has(wanted, one)) : []
  const result = unique([...seen.filter((one) => !has(unwanted, one)), ...wanted])

  const isKnown = ({ event, handler, authType }: EventHandler) =>
    EVENTS.includes(event) && URLS.includes(handler) && [0, ...USERS.map(({ id }) => id)].includes(authType)
  const isHis = ({ authType }: EventHandler) => isAdmin || authType === userId
  const inPlaceOf = (one: EventHandler, rows: readonly EventHandler[]) =>
    rows.filter((other) => other.event === one.event && other.authType === one.authType && !has([one], other))
  const isCrowded = (one: EventHandler) => rules === 'documented' && inPlaceOf(one, result).length > 0

  const foreign = wanted.filter((one) => !isHis(one))
  if (foreign.length) return { result: undefined, seen, impossible: foreign, crowded: [] }
  if (!isAdmin && rules === 'documented') {
    const denied = missing.length ? missing : unwanted
    return { result: denied.length ? undefined : result, seen, impossible: denied, crowded: [] }
  }
  const staying = result.filter((one) => has(seen, one))
  const impossible = missing.filter(
    (one) => !isKnown(one) || (isCrowded(one) && inPlaceOf(one, staying).length > 0),
  )
  const crowded = missing.filter(isCrowded)
  const isAllowed = !impossible.length && !crowded.length
  return { result: isAllowed ? result : undefined, seen, impossible, crowded }
}

export function has(rows: readonly EventHandler[], one: EventHandler): boolean {
  return rows.some(
    ({ event, handler, authType }) =>
      event === one.event && handler === one.handler && authType === one.authType,
  )
}

function unique(rows: readonly EventHandler[]): EventHandler[] {
  return rows.filter((one, index) => !has(rows.slice(0, index), one))
}

const anyRow = fc
  .tuple(fc.constantFrom(...EVENTS), fc.constantFrom(...URLS), fc.constantFrom(0, BORIS, CLARA))
  .map(([event, handler, authType]) => row(event, handler, authType))

/** Mostly what a portal takes. */
const anyEntry: fc.Arbitrary<HandlerToHave> = fc.record(
  {
    event: mostly(12, ['onTaskAdd', 'OnTaskAdd', 'OnTaskUpdate', 'ONTASKUPDATE'], ['OnNothing', '']),
    handler: mostly(12, URLS, ['', 'http://localhost/', 'ftp://app.example.com/']),
    authType: fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(undefined, null, '', 0, '0') },
      { weight: 5, arbitrary: fc.constantFrom(BORIS, `${BORIS}`) },
      { weight: 1, arbitrary: fc.constantFrom(CLARA, `${CLARA}`, 99) },
    ),
  },
  { requiredKeys: ['event', 'handler'] },
)

function mostly<T>(often: number, usual: readonly T[], others: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof(
    { weight: often, arbitrary: fc.constantFrom(...usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  )
}

/** Any situation under a rule set, whose start is one that the rule set allows. */
export function anySituation(rules: RuleSet): fc.Arbitrary<Situation> {
  const placeOf = ({ event, handler, authType }: EventHandler) =>
    JSON.stringify([event, authType, rules === 'current' && handler])
  return fc.record({
    rules: fc.constant(rules),
    userId: fc.constantFrom(ANNA, BORIS),
    start: fc.uniqueArray(anyRow, { selector: placeOf, maxLength: 6 }),
    list: fc.array(anyEntry, { maxLength: 6 }),
    prune: fc.boolean(),
  })
}
