import { expect, it } from 'vitest'
import { openRestApp } from '../../support/rest-app.js'
import { HANDLER_URL } from '../../support/test-portal.js'

it('sends 120 calls that are made together in 3 requests', async () => {
  const { BX24, portal, requests } = openRestApp({ portal: { rules: 'current' } })
  const urls = Array.from({ length: 120 }, (_, index) => `${HANDLER_URL}${index}`)
  const answers = await Promise.all(urls.map((url) => BX24.callBind('OnCrmDealAdd', url)))
  expect(answers).toEqual(urls.map(() => true))
  expect(requests.map(({ calls }) => calls.length)).toEqual([50, 50, 20])
  expect(portal.handlers().map(({ url }) => url)).toEqual(urls)
})

it("sends a batch of the caller's own alone, and the calls beside it in one of theirs", async () => {
  const { BX24, requests } = openRestApp()
  const own = BX24.callMethod('Batch', { cmd: { me: 'profile', time: 'server.time' } })
  const answers = await Promise.all([BX24.callMethod('profile'), own, BX24.callMethod('app.info')])
  expect(answers).toMatchObject([
    { ID: '1' },
    { result: { me: { ID: '1' } }, result_error: [] },
    { INSTALLED: true },
  ])
  expect(requests.map(({ method, calls }) => [method, calls])).toEqual([
    ['Batch', ['Batch']],
    ['batch', ['profile', 'app.info']],
  ])
})
