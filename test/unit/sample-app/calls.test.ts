import { expect, it } from 'vitest'
import { prepareCall } from '../../../demo/app/calls.js'
import type { CallName } from '../../../demo/app/state.js'
import { openTestApp } from '../../support/test-app.js'

const form = {
  event: 'OnCrmDealAdd',
  handler: 'http://127.0.0.1/handler/',
  runAs: '',
  showsAll: false,
} as const

it.each<[CallName, object, string]>([
  ['callBind', {}, "await BX24.callBind('OnCrmDealAdd', 'http://127.0.0.1/handler/')"],
  ['callBind', { runAs: '2' }, "await BX24.callBind('OnCrmDealAdd', 'http://127.0.0.1/handler/', 2)"],
  ['callUnbind', {}, "await BX24.callUnbind('OnCrmDealAdd', 'http://127.0.0.1/handler/')"],
  ['callUnbind', { runAs: '0' }, "await BX24.callUnbind('OnCrmDealAdd', 'http://127.0.0.1/handler/', 0)"],
  ['callBind', { event: "it's" }, String.raw`await BX24.callBind('it\'s', 'http://127.0.0.1/handler/')`],
  ['event.get', {}, "await BX24.callMethod('event.get')"],
  ['refreshAuth', {}, 'await BX24.refreshAuth()'],
  ['events', {}, "await BX24.callMethod('events')"],
  ['events', { showsAll: true }, "await BX24.callMethod('events', { FULL: true })"],
])('writes %s with %j as the code that it stands for', (name, change, code) => {
  expect(prepareCall(name, openTestApp().BX24, { ...form, ...change }).code).toBe(code)
})

it('writes what the page asks of its back end, and where it takes the token from', () => {
  const { code } = prepareCall('event.bind (back end)', openTestApp().BX24, { ...form, runAs: '3' })
  expect(code).toContain("fetch('/backend/event-bind'")
  expect(code).toContain('const auth = BX24.getAuth() || (await BX24.refreshAuth())\n')
  expect(code).toContain('accessToken: auth.access_token,')
  expect(code).toContain('authType: 3,')
})

it.each<[CallName, object, unknown]>([
  ['callBind', {}, { event: 'OnCrmDealAdd', handler: form.handler, auth_type: 0 }],
  ['callBind', { runAs: '3' }, { event: 'OnCrmDealAdd', handler: form.handler, auth_type: 3 }],
  ['callUnbind', {}, { event: 'OnCrmDealAdd', handler: form.handler }],
  ['callUnbind', { runAs: '0' }, { event: 'OnCrmDealAdd', handler: form.handler, auth_type: 0 }],
])('sends by %s with %j what it wrote', async (name, change, params) => {
  const app = openTestApp()
  await prepareCall(name, app.BX24, { ...form, ...change }).send()
  expect(app.wire.find(({ command }) => command === name)?.content).toEqual(params)
})
