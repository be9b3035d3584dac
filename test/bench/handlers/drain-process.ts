// Run by itself. Prints how many milliseconds it takes a portal to deliver a storm of events.
import { createPortal } from '../../../src/portal/portal.js'
import { STORM } from './handler-times.js'

let delivered = 0
const users = Array.from({ length: STORM.handlers }, (_, index) => ({
  id: index + 1,
  name: 'User',
  admin: true,
}))
const portal = createPortal({
  ...{ origin: 'http://localhost:5174', limits: false, baseDelay: 0, users },
  async deliver() {
    delivered++
    return { status: 200 }
  },
})
const app = portal.addApp({ title: 'App', url: 'http://127.0.0.1:5173/', scopes: ['crm'] })
for (const { id } of users) {
  const params = { event: 'OnCrmDealAdd', handler: `http://127.0.0.1:5173/${id}/`, auth_type: id }
  await app.hostFor(1).call('event.bind', params)
}

const start = performance.now()
for (let raised = 0; raised < STORM.deliveries; raised += STORM.handlers)
  portal.raise('OnCrmDealAdd', { by: 1 })
await portal.settled()
const time = performance.now() - start
if (delivered !== STORM.deliveries) throw new Error(`${delivered} were delivered`)
console.log(time)
