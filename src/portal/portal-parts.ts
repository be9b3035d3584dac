import { type AppState, restoreApp, saveApp } from './app-state.js'
import type { Changes, PortalChange } from './changes.js'
import { type Clock, systemClock } from './clock.js'
import { createEmitter } from './emitter.js'
import { createFaults, type Faults } from './faults.js'
import { createHandlers, type Handlers } from './handlers.js'
import { type Random, randomSecret, systemRandom } from './random.js'
import { type CallLimits, createLimiter, type Limiter } from './rest/limiter.js'
import { RULES, type RuleSet, type Rules } from './rules.js'
import type { PortalSnapshot } from './snapshot.js'
import { createTokens, type Tokens } from './tokens.js'
import { createUsers, type UserOptions, type Users } from './users.js'

/** What makes a portal the one that it is. */
export interface PartsOptions {
  /** Where the portal's page is, such as `http://localhost:5174`. */
  origin: string
  /** Default: `documented`, what the vendor's documentation says. `current`: what portals of today do. `RuleSet` says in what they differ. */
  rules?: RuleSet
  /** Default: one administrator, with the id 1. */
  users?: readonly UserOptions[]
  /** Language of the interface. Default: `en`. */
  language?: string
  /** Default: the system's. */
  clock?: Clock
  /** Default: `crypto.getRandomValues`. */
  random?: Random
  /** Milliseconds that an access token works. Default: 3,600,000, an hour. */
  tokenLifetime?: number
  /** How many calls of REST an app may make; `false`: any number. Default: those of real portals, 50 at once and 2 a second. */
  limits?: CallLimits | false
}

/** What the parts of one portal share. */
export interface PortalParts {
  readonly origin: string
  readonly language: string
  /** The id of this portal among all. */
  readonly memberId: string
  readonly clock: Clock
  readonly random: Random
  readonly ruleSet: RuleSet
  readonly rules: Rules
  readonly users: Users
  readonly apps: Map<AppState['id'], AppState>
  readonly handlers: Handlers
  readonly tokens: Tokens
  readonly limiter: Limiter
  readonly faults: Faults
  readonly changes: Changes
}

/** What is saved wins over the options. */
export function createPortalParts(options: PartsOptions, saved?: PortalSnapshot): PortalParts {
  const { clock = systemClock, random = systemRandom, tokenLifetime: lifetime = 3_600_000 } = options
  const ruleSet = saved?.rules ?? options.rules ?? 'documented'
  const rules = RULES[ruleSet]
  const users = saved?.users ?? options.users ?? [{ id: 1, name: 'Administrator', admin: true }]
  const changes = createEmitter<PortalChange>()
  return {
    origin: options.origin,
    language: saved?.language ?? options.language ?? 'en',
    memberId: saved?.memberId ?? randomSecret(random),
    clock,
    random,
    ruleSet,
    rules,
    users: createUsers(users, changes),
    apps: new Map(saved?.apps.map((app) => [app.id, restoreApp(app)])),
    handlers: createHandlers({ placeOf: rules.placeOf, changes, saved: saved?.handlers }),
    tokens: createTokens({ clock, random, changes, lifetime, saved: saved?.tokens }),
    limiter: createLimiter(options.limits ?? {}, clock, saved?.calls),
    faults: createFaults(changes),
    changes,
  }
}

/** Their state, for `createPortalParts` to go on with. */
export function saveParts(parts: PortalParts) {
  return {
    rules: parts.ruleSet,
    language: parts.language,
    memberId: parts.memberId,
    users: parts.users.all(),
    apps: [...parts.apps.values()].map(saveApp),
    handlers: parts.handlers.save(),
    tokens: parts.tokens.save(),
    calls: parts.limiter.save(),
  }
}
