import type { Clock } from './clock.js'
import { type Random, randomSecret } from './random.js'

/** Whom a token speaks for. */
export interface Grant {
  readonly appId: string
  readonly userId: number
  /** Milliseconds since 1970. */
  readonly expiresAt: number
}

export interface TokenPair extends Grant {
  readonly accessToken: string
  readonly refreshToken: string
}

/** The tokens of one portal. They are unguessable, belong to one app and one user, and expire by the portal's clock. */
export interface Tokens {
  issue(appId: string, userId: number): TokenPair
  /** Whom an access token speaks for, an expired one included; `undefined`: it is none of ours. */
  find(accessToken: string): Grant | undefined
}

export interface TokenOptions {
  clock: Clock
  random: Random
  /** Milliseconds. */
  lifetime: number
}

// An expired token is told apart from a wrong one for so many lifetimes, then it is forgotten, so that memory has a bound.
const REMEMBERED_LIFETIMES = 2

export function createTokens({ clock, random, lifetime }: TokenOptions): Tokens {
  // In the order of issuing, which is the order of expiring.
  const pairs = new Map<string, TokenPair>()

  function forgetOld(now: number): void {
    for (const [accessToken, { expiresAt }] of pairs) {
      if (expiresAt + REMEMBERED_LIFETIMES * lifetime > now) return
      pairs.delete(accessToken)
    }
  }

  return {
    issue(appId, userId) {
      const now = clock.now()
      forgetOld(now)
      const [accessToken, refreshToken] = [randomSecret(random), randomSecret(random)]
      const pair = { appId, userId, accessToken, refreshToken, expiresAt: now + lifetime }
      pairs.set(accessToken, pair)
      return pair
    },
    find: (accessToken) => pairs.get(accessToken),
  }
}
