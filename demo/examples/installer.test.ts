import { createBX24 } from 'bx24-events'
import { createPortal } from 'bx24-events/portal'
import { openTestFrame } from 'bx24-events/testing'
import { expect, it, vi } from 'vitest'
import { install } from './installer.js'

const APP = 'https://app.example.com/'

it('binds the handlers, so that the next deal is heard of', async () => {
  const deliver = async () => ({ status: 200 }) // leave it out, and deliveries are real POSTs
  const portal = createPortal({ origin: 'https://portal.example.com', baseDelay: 0, deliver })
  const app = portal.addApp({ title: 'My app', url: APP, scopes: ['crm'], installed: false })

  const { window } = openTestFrame(portal, { app, userId: 1 })
  await install(createBX24({ window }), APP)
  await vi.waitFor(() => expect(app.installed).toBe(true))
  portal.raise('OnCrmDealAdd', { by: 1, data: { FIELDS: { ID: '7' } } })
  await portal.settled()

  const delivery = { event: 'ONCRMDEALADD', url: `${APP}deals/`, state: 'answered' }
  expect(portal.deliveries()).toMatchObject([delivery])
})
