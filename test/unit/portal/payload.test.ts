import { type CatalogEvent, EVENT_CATALOG } from 'bx24-events/portal'
import { expect, it } from 'vitest'
import { readDelivery } from '../../support/form.js'
import { ANNA, createTestPortal, HANDLER_URL } from '../../support/test-portal.js'

const catalog = [...EVENT_CATALOG.values()]

/** What is left of a value that has gone through a form: texts, and objects that hold some; `undefined` where that is nothing. */
function throughForm(value: unknown): unknown {
  if (value === null || value === undefined) return undefined
  if (typeof value === 'boolean') return value ? '1' : '0'
  if (typeof value !== 'object') return String(value)
  const carried = Object.entries(value)
    .map(([name, inner]) => [name, throughForm(inner)] as const)
    .filter(([, inner]) => inner !== undefined)
  return carried.length > 0 ? Object.fromEntries(carried) : undefined
}

/** Lets an event happen to an app that has all scopes, and one handler. */
async function deliver({ name }: CatalogEvent) {
  const scopes = [...new Set(catalog.map(({ scope }) => scope))]
  const { portal, app, clock, received, bind } = createTestPortal({ app: { scopes } })
  // Bound before, so that the number of the handler is none that stands anywhere else.
  const other = name === 'ONAPPTEST' ? 'ONAPPUPDATE' : 'ONAPPTEST'
  for (const authType of [0, 1, 2, 3]) await bind(other, { authType })
  const handler = await bind(name)
  await clock.advance(1500)
  portal.raise(name, { by: ANNA })
  await portal.settled()
  const [request, ...others] = received
  if (!request || others.length > 0) throw new Error(`${received.length} requests were sent`)
  return { request, handler, app, sentAt: clock.now() }
}

it.each(catalog)('$title reaches its handler as a form that reads as it was written', async (event) => {
  const { request, handler, app, sentAt } = await deliver(event)
  expect(request).toMatchObject({ method: 'POST', url: HANDLER_URL })
  expect(request.headers).toEqual({ 'content-type': 'application/x-www-form-urlencoded' })
  const { auth, ...fields } = readDelivery(request)
  expect(fields).toEqual({
    event: event.name,
    event_handler_id: String(handler.id),
    data: throughForm(event.data) ?? '',
    ts: String(Math.floor(sentAt / 1000)),
  })
  expect(auth.application_token).toBe(app.applicationToken)
  expect('access_token' in auth).toBe(event.sendsTokens)
  expect('refresh_token' in auth).toBe(event.sendsRefreshToken)
})

it('an event without data has the key all the same', async () => {
  const event = EVENT_CATALOG.get('ONOFFLINEEVENT')
  if (!event) throw new Error('The catalog lacks it')
  expect((await deliver(event)).request.body).toContain('&data=&ts=')
})
