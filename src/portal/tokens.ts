import type { AppState } from './app-state.js'
import type { Changes } from './changes.js'
import type { Clock } from './clock.js'
import { aboveZero, parse } from './parse.js'
import { type Random, randomSecret } from './random.js'
import type { User } from './users.js'

/** Whom a token speaks for. */
export interface Grant {
  readonly appId: AppState['id']
  readonly userId: User['id']
}

export interface AccessToken extends Grant {
  readonly accessToken: string
  /** Milliseconds since 1970. */
  readonly expiresAt: number
}

export interface TokenPair extends AccessToken {
  /** Gets one new pair, and is dead then. */
  readonly refreshToken: string
}

export interface RefreshToken extends Grant {
  readonly refreshToken: string
  /** Milliseconds since 1970. */
  readonly expiresAt: number
}

export interface SavedTokens {
  readonly access: readonly AccessToken[]
  readonly refresh: readonly RefreshToken[]
}

/** The tokens of one portal. They are unguessable, belong to one app and one user, and expire by the portal's clock. */
export interface Tokens {
  issue(grant: Grant): AccessToken
  issuePair(grant: Grant): TokenPair
  /** What an access token is, an expired one included; `undefined`: none of ours. */
  find(accessToken: string): AccessToken | undefined
  /** What a refresh token of that app is; `undefined`: it is none, has expired, or has been spent. */
  findRefreshToken(refreshToken: string, appId: AppState['id']): RefreshToken | undefined
  /** From now on it is none. */
  spendRefreshToken(token: RefreshToken): void
  /** Milliseconds that an access token works. */
  readonly lifetime: number
  /** Of those to come; throws a `TypeError` for what is not above 0. */
  setLifetime(lifetime: number): void
  /** All access tokens expire now. */
  expireAll(): void
  /** All tokens of an app die. */
  revoke(appId: AppState['id']): void
  save(): SavedTokens
}

export interface TokenOptions {
  clock: Clock
  random: Random
  changes: Changes
  /** Milliseconds that an access token works. */
  lifetime: number
  saved?: SavedTokens | undefined
}

// An expired token is told apart from a wrong one for so many lifetimes, as the portal began with, then it is forgotten, so that
// memory has a bound.
const REMEMBERED_LIFETIMES = 2
const REFRESH_LIFETIME = 28 * 24 * 3_600_000

export function createTokens({ clock, random, changes, saved, ...options }: TokenOptions): Tokens {
  let { lifetime } = options
  const remembered = REMEMBERED_LIFETIMES * lifetime
  const accessTokens = new Map(saved?.access.map((token) => [token.accessToken, token]))
  const refreshTokens = new Map(saved?.refresh.map((token) => [token.refreshToken, token]))
  const forgetAccess = createForgetting(accessTokens)
  const forgetRefresh = createForgetting(refreshTokens)

  function issue({ appId, userId }: Grant): AccessToken {
    const now = clock.now()
    forgetAccess(now - remembered)
    const token = { appId, userId, accessToken: randomSecret(random), expiresAt: now + lifetime }
    accessTokens.set(token.accessToken, token)
    return token
  }

  return {
    issue,
    issuePair(grant) {
      const now = clock.now()
      forgetRefresh(now)
      const refreshToken = randomSecret(random)
      const { appId, userId } = grant
      refreshTokens.set(refreshToken, { appId, userId, refreshToken, expiresAt: now + REFRESH_LIFETIME })
      return { ...issue(grant), refreshToken }
    },
    find: (accessToken) => accessTokens.get(accessToken),
    get lifetime() {
      return lifetime
    },
    setLifetime(given) {
      lifetime = parse(aboveZero, given, 'tokenLifetime')
      changes.tell({ type: 'tokens' })
    },
    expireAll() {
      const now = clock.now()
      for (const [text, token] of accessTokens)
        accessTokens.set(text, { ...token, expiresAt: Math.min(token.expiresAt, now) })
      changes.tell({ type: 'tokens' })
    },
    findRefreshToken(refreshToken, appId) {
      const token = refreshTokens.get(refreshToken)
      return token?.appId === appId && token.expiresAt > clock.now() ? token : undefined
    },
    spendRefreshToken: ({ refreshToken }) => void refreshTokens.delete(refreshToken),
    revoke(appId) {
      for (const tokens of [accessTokens, refreshTokens]) {
        for (const [token, grant] of tokens) if (grant.appId === appId) tokens.delete(token)
      }
    },
    save: () => ({ access: [...accessTokens.values()], refresh: [...refreshTokens.values()] }),
  }
}

/**
 * Forgets tokens that had expired at a time, a few at each call. It goes round them, and each call passes two that are kept: so
 * it comes by all of them, in whatever order they expire, before each call that adds one has made them twice as many.
 */
function createForgetting(tokens: Map<string, { readonly expiresAt: number }>): (expiredAt: number) => void {
  // What is added meanwhile comes last in the round.
  let round = tokens.entries()
  return (expiredAt) => {
    for (let kept = 0; kept < 2; ) {
      const { done, value } = round.next()
      if (done) {
        round = tokens.entries()
        return
      }
      const [text, { expiresAt }] = value
      if (expiresAt > expiredAt) kept++
      else tokens.delete(text)
    }
  }
}
