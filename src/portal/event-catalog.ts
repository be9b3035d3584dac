import { DOCUMENTED_EVENTS } from './documented-events.js'
import { askWhetherMeant } from './near.js'

/** One event that a portal can raise. */
export interface CatalogEvent {
  /** In upper case, as portals write it: `ONCRMDEALADD`. */
  readonly name: string
  /** As the documentation spells it: `OnCrmDealAdd`. */
  readonly documentedName: string
  /** The permission scope that an app needs to bind it, or `basic`, which every app has. */
  readonly scope: string
  /** What has happened, in a few words. */
  readonly summary: string
  /** A sample of the event's own data. */
  readonly data: unknown
  /** Whether its handlers are given an access token. */
  readonly sendsTokens: boolean
  /** Whether they are given a refresh token too. */
  readonly sendsRefreshToken: boolean
}

/** The events that every app can bind, whatever its scopes. */
export const BASIC_SCOPE = 'basic'

/** Every documented event, by its name in upper case. */
export const EVENT_CATALOG: ReadonlyMap<string, CatalogEvent> = new Map(
  Object.entries(DOCUMENTED_EVENTS).flatMap(([scope, events]) =>
    events.map(({ name: documentedName, summary, data, sends }) => {
      const name = documentedName.toUpperCase()
      const sendsTokens = sends !== 'no tokens'
      const sendsRefreshToken = sends === 'refresh token'
      return [name, { name, documentedName, scope, summary, data, sendsTokens, sendsRefreshToken }] as const
    }),
  ),
)

/** The permission scopes that have events of their own. */
export const SCOPES: readonly string[] = Object.keys(DOCUMENTED_EVENTS).filter(
  (scope) => scope !== BASIC_SCOPE,
)

/** Finds an event by its name, in any case. */
export function findEvent(name: string): CatalogEvent | undefined {
  return EVENT_CATALOG.get(name.toUpperCase())
}

/** Says that there is no such event, and which there are that are written almost like it. */
export function describeUnknownEvent(name: string): string {
  return `There is no event ${name}.${askWhetherMeant(name.toUpperCase(), EVENT_CATALOG.keys())}`
}

/** Whether an app with these scopes can bind an event (rule: basic events, and those of the scopes that its version asked for). */
export function isInScopes({ scope }: CatalogEvent, scopes: readonly string[]): boolean {
  return scope === BASIC_SCOPE || scopes.includes(scope)
}
