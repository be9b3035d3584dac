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
import { answer, openRestApp, openScriptedApp, type RestApp } from '../../support/rest-app.js'
import { ANNA, BORIS, HANDLER_URL, PORTAL_ORIGIN } from '../../support/test-portal.js'

describe('a request', () => {
  it('is a form by POST, with the token in its body and nothing in its address', async () => {
    const { BX24, requests } = openRestApp()
    await BX24.callMethod('profile', { a: { b: [true, false, null] }, at: new Date(0) })
    const [request] = requests
    expect(request?.url).toBe('https://portal.example.com/rest/profile.json')
    expect(request?.init.body).toBeInstanceOf(URLSearchParams)
    expect(request?.params).toEqual({ a: { b: ['1', '0'] }, at: '1970-01-01T00:00:00.000Z' })
    expect(request?.token).toBe((BX24.getAuth() || undefined)?.access_token)
    // A redirect would carry the token elsewhere.
    expect(request?.init).toMatchObject({ method: 'POST', redirect: 'error' })
  })

  it('is a simple one to a browser, which sends no preflight for it', async () => {
    const { BX24, requests } = openRestApp()
    await BX24.callMethod('profile')
    const { headers } = new Request('https://x.example.com/', requests[0]?.init)
    expect([...headers.keys()]).toEqual(['content-type'])
    expect(headers.get('content-type')).toMatch(/^application\/x-www-form-urlencoded/)
  })

  it.each([
    ['/rest', '/rest'],
    ['/deep/rest', '/deep/rest'],
    [undefined, '/undefined'],
    ['.example.org/rest', '/.example.org/rest'],
    ['@example.org', '/@example.org'],
    ['//example.org/rest', '//example.org/rest'],
  ])('goes to the path that the page told, never to another host: %s', async (PATH, path) => {
    const { BX24, requests } = openScriptedApp({ commands: [], initData: { PATH } })
    await BX24.callMethod('profile')
    expect(requests.map(({ url }) => url)).toEqual([`${PORTAL_ORIGIN}${path}/profile.json`])
  })
})

/** What the portal has read of the calls of `event.test`, in their order. */
const readByPortal = ({ portal }: RestApp) => portal.deliveries().map(({ data }) => Object(data).QUERY)

describe('parameters', () => {
  it('are sent as they were when the call was made', async () => {
    const { BX24, requests } = openRestApp()
    const fields = { TITLE: 'first' }
    const first = BX24.callMethod('profile', { fields })
    fields.TITLE = 'second'
    const second = BX24.callMethod('profile', { fields })
    Object.assign(fields, { itself: fields })
    await Promise.all([first, second])
    const sent = Object.values(Object(requests[0]?.params.cmd)).map((call) =>
      decodeURIComponent(String(call)),
    )
    expect(sent).toEqual(['profile?fields[TITLE]=first', 'profile?fields[TITLE]=second'])
  })

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
  const names = [
    ...[binding, ' profile', 'profile?auth=of-another', 'profile#', '../profile', '../oauth/token'],
    ...['a/b?c=d#e', '%2e%2e/x', 'ünknown name'],
  ]
  const reason = { code: 'ERROR_METHOD_NOT_FOUND', status: 404 }

  it.each(names)(
    'is refused, alone and in a batch, stays in REST, and calls nothing else: %s',
    async (name) => {
      const { BX24, portal, requests } = openRestApp()
      await expect(BX24.callMethod(name)).rejects.toMatchObject({ ...reason, method: name })
      expect(new URL(requests[0]?.url ?? '').pathname).toMatch(/^\/rest\/[^/]+\.json$/)
      expect(requests[0]?.method).toBe(name)
      const [none, profile] = await Promise.allSettled([BX24.callMethod(name), BX24.callMethod('profile')])
      expect(none).toMatchObject({ reason: { ...reason, method: name } })
      expect(profile).toMatchObject({ value: { ID: '1' } })
      expect(requests[1]?.method).toBe('batch')
      expect(portal.handlers()).toEqual([])
    },
  )
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
        expect(bodies.filter((body) => body.match(/auth/gi)?.length !== 1)).toEqual([])
        const sent = [...bodies, ...app.wire.map(({ data }) => String(data))]
        expect(sent.filter((text) => text.includes(other))).toEqual([])
      }
    },
  )

  it('is he also where a field only looks like it: the token comes last, and the last one counts', async () => {
    const { BX24, requests, faults } = openRestApp()
    faults.push(answer({ result: true }))
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
