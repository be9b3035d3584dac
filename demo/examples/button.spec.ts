import { expect, test } from '@playwright/test'
import { startPortal } from 'bx24-events/server'
import { startApp } from './app.js'

test('its button binds the handler, so that the next deal is heard of', async ({ page }) => {
  const myApp = await startApp()
  const options = { title: 'My app', url: myApp.url, scopes: ['crm'] }
  const { url, portal, close } = await startPortal({ app: options, baseDelay: 0 })

  await page.goto(url)
  const app = page.frameLocator('iframe')
  await app.getByRole('button', { name: 'Listen to deals' }).click()
  await expect(app.getByText('Listening')).toBeVisible()
  portal.raise('OnCrmDealAdd', { by: 1, data: { FIELDS: { ID: '7' } } })
  await portal.settled()

  expect(myApp.received).toEqual(['ONCRMDEALADD 7'])
  await close()
  myApp.close()
})
