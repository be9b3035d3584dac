import type { RunningPortal } from 'bx24-events/server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ask, type HttpQuestion } from '../../support/http.js'
import { startTestPortal } from '../../support/running-portal.js'

let running: RunningPortal
beforeAll(async () => {
  running = await startTestPortal()
})
afterAll(() => running.close())

async function rest(path: string, question?: HttpQuestion) {
  const { status, headers, text } = await ask(`${running.url}rest/${path}`, question)
  return { status, headers, answer: JSON.parse(text) }
}

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })
const notFound = {
  status: 400,
  answer: {
    error: { code: 'BITRIX_REST_V3_EXCEPTION_METHODNOTFOUNDEXCEPTION', message: expect.any(String) },
  },
}

it.each(['profile', 'batch', 'tasks.task.get', 'documentation', 'constructor', 'event.bind.json', 'a/b/c'])(
  'has no method of REST 3.0, and says so in its form: %s',
  async (method) => {
    const known = bearer(running.app.tokenFor(1))
    expect(await rest(`api/${method}`, known)).toEqual({ ...notFound, headers: expect.anything() })
    const { url } = running.portal.webhookFor(1)
    expect(await rest(`api/${new URL(url).pathname.slice('/rest/'.length)}${method}`)).toMatchObject(
      method.includes('/') ? { status: 401 } : notFound,
    )
  },
)

it('lets no stranger know that', async () => {
  expect(await rest('api/profile', bearer('nobody'))).toMatchObject({
    ...{ status: 401, answer: { error: 'NO_AUTH_FOUND' } },
  })
  expect(await rest('api/1/wrong/profile')).toMatchObject({ status: 401, answer: { error: 'NO_AUTH_FOUND' } })
})

it('is open to pages of any origin, as the rest of REST is', async () => {
  const { headers } = await rest('api/profile', { headers: { origin: 'https://app.example.com' } })
  expect(headers['access-control-allow-origin']).toBe('*')
})

it('leaves a method of that name to the REST before it', async () => {
  expect(await rest('api', bearer(running.app.tokenFor(1)))).toMatchObject({
    ...{ status: 404, answer: { error: 'ERROR_METHOD_NOT_FOUND' } },
  })
})
