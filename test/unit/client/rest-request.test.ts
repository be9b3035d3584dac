import { createBX24 } from 'bx24-events'
import {
  array,
  assert,
  asyncProperty,
  boolean,
  constant,
  constantFrom,
  dictionary,
  integer,
  letrec,
  oneof,
  string,
} from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openRestApp, type RestApp } from '../../support/rest-app.js'
import { openScriptedPage } from '../../support/scripted-page.js'
import { ANNA, BORIS, HANDLER_URL, PORTAL_ORIGIN } from '../../support/test-portal.js'

/** Makes one call at a page that tells so much, and answers with the addresses that were asked. */
async function askedUrls(initData: Record<string, unknown>): Promise<string[]> {
  const { window } = openScriptedPage({ commands: [], initData })
  const urls: string[] = []
  const fetch = async (url: string) => {
    urls.push(url)
    return Response.json({ result: true })
  }
  await createBX24({ window, fetch }).callMethod('profile')
  return urls
}

describe('the address', () => {
  it.each(['/rest', '/deep/rest'])('has the path that the page told: %s', async (PATH) => {
    expect(await askedUrls({ PATH })).toEqual([`${PORTAL_ORIGIN}${PATH}/profile.json`])
  })

  it.each([[undefined], ['.example.org/rest'], ['@example.org'], ['//example.org/rest']])(
    'is never on another host, whatever the page told: %s',
    async (PATH) => {
      const urls = await askedUrls({ PATH }).catch(() => [])
      for (const url of urls) expect(new URL(url).origin).toBe(PORTAL_ORIGIN)
    },
  )
})

/** What the portal has read of the calls of `event.test`, in their order. */
const readByPortal = ({ portal }: RestApp) => portal.deliveries().map(({ data }) => Object(data).QUERY)

describe('parameters', () => {
  const special = constantFrom('', 'a&b=c', '?x=[1]', '%5B%2B', '$result', 'ünï ☃', '\r\n', '"\\')
  // Names with brackets, and numbers among names, are left to the tests of the form.
  const name = constantFrom('ID', 'TITLE', 'a&b', 'c=d', 'e?f', 'ö', 'auth')
  const { value } = letrec((tie) => ({
    value: oneof(
      { depthSize: 'small' },
      oneof(special, string(), integer(), boolean(), constant(null)),
      array(tie('value'), { maxLength: 3 }),
      dictionary(name, tie('value'), { maxKeys: 3, noNullPrototype: true }),
    ),
  }))
  const params = dictionary(constantFrom('fields', 'ID', 'x&y', 'auth'), value, { noNullPrototype: true })

  it('arrive alone, in a batch and by message as the same, as far as a form can carry them', async () => {
    await assert(
      asyncProperty(params, async (given) => {
        const app = openRestApp({ portal: { limits: false } })
        await app.bind('OnAppTest')
        const byMessage = app.createClient({ route: 'message' })
        for (const client of [byMessage, app.BX24]) await client.callMethod('event.test', given)
        await Promise.all([app.BX24.callMethod('profile'), app.BX24.callMethod('event.test', given)])
        const [whole, alone, inBatch] = readByPortal(app).map(listTexts)
        const { auth: _, ...others } = given
        expect(whole).toEqual(listTexts(others))
        expect(alone).toEqual(whole)
        expect(inBatch).toEqual(whole)
        expect(app.requests.map(({ method }) => method)).toEqual(['event.test', 'batch'])
      }),
      { numRuns: 150 },
    )
  })
})

/** Every text that a form can carry of a value, by its place, in the order of the places. */
function listTexts(value: unknown): string[] {
  return [...walk(value, '')].sort()
}

function* walk(value: unknown, place: string): Generator<string> {
  if (value === null || value === undefined) return
  if (typeof value === 'boolean') yield `${place} ${Number(value)}`
  else if (typeof value !== 'object') yield `${place} ${value}`
  else if (Array.isArray(value) && value.length === 0) yield `${place} `
  else
    for (const [key, inner] of Object.entries(value)) yield* walk(inner, `${place}[${JSON.stringify(key)}]`)
}

describe('the name of a method that is none', () => {
  const binding = `event.bind?event=OnCrmDealAdd&handler=${encodeURIComponent(HANDLER_URL)}&q=`
  const names = [binding, ' profile', 'profile?auth=of-another', 'profile#', '../profile']

  it.each(names)('is refused alone, and nothing else is called: %s', async (name) => {
    const { BX24, portal } = openRestApp()
    const reason = { code: 'ERROR_METHOD_NOT_FOUND', status: 404, method: name }
    await expect(BX24.callMethod(name)).rejects.toMatchObject(reason)
    expect(portal.handlers()).toEqual([])
    expect(await BX24.callMethod('profile')).toMatchObject({ ID: '1' })
  })

  const callInBatch = async (name: string) => {
    const { BX24, portal } = openRestApp()
    const [none, profile] = await Promise.allSettled([BX24.callMethod(name), BX24.callMethod('profile')])
    expect(profile).toMatchObject({ value: { ID: '1' } })
    expect(portal.handlers()).toEqual([])
    expect(none).toMatchObject({ reason: { code: 'ERROR_METHOD_NOT_FOUND', status: 404, method: name } })
  }
  it.each(names)('is refused in a batch too: %s', callInBatch)
})

describe('who calls', () => {
  it.each(['auth', 'AUTH', 'aUtH'])(
    'is the user of the frame, whatever token a caller gives as %s',
    async (name) => {
      for (const [userId, otherId] of [
        [ANNA, BORIS],
        [BORIS, ANNA],
      ] as const) {
        const app = openRestApp({ userId })
        const other = app.app.tokenFor(otherId)
        for (const route of ['message', 'rest', 'auto'] as const) {
          const BX24 = app.createClient({ route })
          await BX24.init()
          const own = BX24.getAuth() || undefined
          for (const token of [other, own?.access_token, 'none', { 0: other }]) {
            const call = () => BX24.callMethod('profile', { [name]: token })
            const profiles = [...(await Promise.all([call(), call()])), await call()]
            expect(profiles).toMatchObject(profiles.map(() => ({ ID: `${userId}` })))
          }
        }
        const bodies = app.requests.map(({ init }) => String(init.body))
        expect(bodies).toHaveLength(8)
        expect(bodies.filter((body) => body.includes(other) || body.match(/auth/gi)?.length !== 1)).toEqual(
          [],
        )
      }
    },
  )

  it('is he also where a field only looks like it: the token comes last, and the last one counts', async () => {
    const { BX24, requests, faults } = openRestApp()
    faults.push(() => Response.json({ result: true }))
    await BX24.callMethod('profile', { ' auth': 'x', 'auth ': 'x', 'auth[]': 'x', auth: 'x' })
    const pairs = [...new URLSearchParams(String(requests[0]?.init.body))]
    const own = BX24.getAuth() || undefined
    expect(pairs.map(([key]) => key)).toEqual([' auth', 'auth ', 'auth[]', 'auth'])
    expect(pairs.at(-1)).toEqual(['auth', own?.access_token])
  })

  it("is he in a batch of the caller's own too", async () => {
    const app = openRestApp()
    const foreign = app.app.tokenFor(BORIS)
    const cmd = { me: 'profile', other: `profile?auth=${foreign}` }
    for (const route of ['message', 'rest'] as const) {
      const BX24 = app.createClient({ route })
      expect(await BX24.callMethod('batch', { cmd, auth: foreign })).toMatchObject({
        result: { me: { ID: '1' }, other: { ID: '1' } },
      })
    }
    expect(app.requests).toHaveLength(1)
  })
})
