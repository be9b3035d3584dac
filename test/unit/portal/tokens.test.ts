import { expect, it } from 'vitest'
import { createEmitter } from '../../../src/portal/emitter.js'
import { systemRandom } from '../../../src/portal/random.js'
import { createTokens } from '../../../src/portal/tokens.js'
import { createFakeClock } from '../../support/fake-clock.js'
import { ANNA, createTestPortal } from '../../support/test-portal.js'

const GRANT = { appId: 'app-1', userId: 1 }

function openTokens(lifetime = 1000) {
  const clock = createFakeClock()
  return { clock, tokens: createTokens({ clock, random: systemRandom, changes: createEmitter(), lifetime }) }
}

it('a token speaks for its app and its user', () => {
  const { clock, tokens } = openTokens()
  const { accessToken } = tokens.issue({ appId: 'app-1', userId: 2 })
  expect(tokens.find(accessToken)).toMatchObject({ appId: 'app-1', userId: 2, expiresAt: clock.now() + 1000 })
})

it('no two tokens are the same, and none can be guessed from another', () => {
  const { tokens } = openTokens()
  const texts = Array.from({ length: 100 }, () => tokens.issuePair(GRANT)).flatMap(
    ({ accessToken, refreshToken }) => [accessToken, refreshToken],
  )
  expect(new Set(texts).size).toBe(200)
  for (const text of texts) expect(text).toMatch(/^[\da-f]{32}$/)
})

it.each(['', 'no-token', 'constructor', '__proto__'])('%j is no token', (text) => {
  const { tokens } = openTokens()
  expect(tokens.find(text)).toBeUndefined()
  expect(tokens.find(tokens.issue(GRANT).accessToken)).toBeDefined()
})

it('a refresh token is no access token', () => {
  const { tokens } = openTokens()
  expect(tokens.find(tokens.issuePair(GRANT).refreshToken)).toBeUndefined()
})

it('an expired token is told apart from a wrong one for two more lifetimes, and then forgotten', async () => {
  const { clock, tokens } = openTokens(1000)
  const { accessToken } = tokens.issue(GRANT)
  await clock.advance(2999)
  tokens.issue(GRANT)
  expect(tokens.find(accessToken)).toBeDefined()
  await clock.advance(1)
  const { accessToken: newest } = tokens.issue(GRANT)
  expect(tokens.find(accessToken)).toBeUndefined()
  expect(tokens.find(newest)).toBeDefined()
})

it('tokens are forgotten, though one that was given out before them lives long', () => {
  let now = 0
  const clock = { ...createFakeClock(), now: () => now }
  const tokens = createTokens({ clock, random: systemRandom, changes: createEmitter(), lifetime: 1000 })
  tokens.setLifetime(1_000_000_000)
  const { accessToken: lasting } = tokens.issue(GRANT)
  tokens.setLifetime(1000)
  const first = tokens.issue(GRANT)
  // At each time there are thirty that work or are told apart.
  for (let issued = 0; issued < 10_000; issued++) {
    now += 100
    tokens.issue(GRANT)
    expect(tokens.save().access.length).toBeLessThan(100)
  }
  expect(tokens.find(first.accessToken)).toBeUndefined()
  expect(tokens.find(lasting)).toMatchObject({ expiresAt: 1_000_000_000 })
})

it('REST takes a token until the moment it expires by the clock of the portal', async () => {
  const { portal, app, clock } = createTestPortal({ tokenLifetime: 60_000 })
  const token = app.tokenFor(ANNA)
  await clock.advance(59_999)
  expect(await portal.call(token, 'profile')).toMatchObject({ status: 200 })
  await clock.advance(1)
  expect(await portal.call(token, 'profile')).toMatchObject({
    status: 401,
    answer: { error: 'expired_token', error_description: 'The access token provided has expired' },
  })
  expect(await portal.call(app.tokenFor(ANNA), 'profile')).toMatchObject({ status: 200 })
})

it('REST takes a token for an hour unless told otherwise', async () => {
  const { portal, app, clock } = createTestPortal()
  const token = app.tokenFor(ANNA)
  await clock.advance(3_599_999)
  expect(await portal.call(token, 'profile')).toMatchObject({ status: 200 })
  await clock.advance(1)
  expect(await portal.call(token, 'profile')).toMatchObject({ status: 401 })
})
