import { type StartPortalOptions, startPortal } from 'bx24-events/server'
import { describe, expect, it } from 'vitest'
import { ask } from '../../support/http.js'
import { createInbox } from '../../support/inbox.js'
import { occupyPort } from '../../support/occupy-port.js'
import { startTestPortal } from '../../support/running-portal.js'

const HANDLER = 'https://app.example.com/handler/'
const app = { title: 'App', url: 'http://127.0.0.1:9/' }

describe('starting', () => {
  it('fails where the port is taken, and says what to do', async () => {
    const first = await startTestPortal()
    const port = Number(new URL(first.url).port)
    await expect(startTestPortal({ port })).rejects.toMatchObject({
      message: `port: ${port} is taken, by another portal perhaps: end that, or choose another one (0 is a free one).`,
      code: 'EADDRINUSE',
    })
    await first.close()
  })

  it('fails where the port is taken on the other address that localhost stands for', async ({ skip }) => {
    const { close, port } = await occupyPort('::1').catch(() => skip('no IPv6 on this machine'))
    await expect(startTestPortal({ port })).rejects.toThrow(`port: ${port} is taken`)
    await close()
    const started = await startTestPortal({ port })
    for (const host of ['127.0.0.1', '[::1]']) {
      const { status } = await ask(`http://${host}:${port}/`, { headers: { host: `localhost:${port}` } })
      expect(status, host).toBe(200)
    }
    await started.close()
  })

  it('fails where there is no page in the folder that is named, and says which', async () => {
    await expect(startPortal({ app, hostPage: '/no/such/folder' })).rejects.toThrow(
      '/no/such/folder/index.html',
    )
  })

  it.each<[unknown, string]>([
    [
      undefined,
      "expected options such as { app: { title: 'My app', url: 'http://127.0.0.1:3000/' } }, not undefined",
    ],
    [{}, "app: it is needed, as in { app: { title: 'My app', url: 'http://127.0.0.1:3000/' } }"],
    [
      { app: { title: 'App' } },
      "app.url: it is needed, as in { title: 'My app', url: 'http://127.0.0.1:3000/' }",
    ],
    [{ app: { ...app, url: 'nowhere' } }, 'app.url: expected an http(s) URL, not nowhere'],
    [{ app, rule: 'current' }, 'rule: there is no such option. Did you mean rules?'],
    [{ app, origin: 'http://localhost:1' }, 'origin: there is no such option.'],
    [{ app: { ...app, scope: ['crm'] } }, 'app.scope: there is no such option. Did you mean scopes?'],
    [{ app, limits: { capcity: 1 } }, 'limits.capcity: there is no such option. Did you mean capacity?'],
    [{ app, port: '5174' }, 'port: expected a whole number from 0 to 65535, not "5174"'],
    [{ app, port: 65_536 }, 'port: expected a whole number from 0 to 65535, not 65536'],
    [{ app, port: -1 }, 'port: expected a whole number from 0 to 65535, not -1'],
    [{ app, open: 'put' }, 'open: expected ("auto" | "get" | "post"), not "put"'],
  ])('fails for options that are none, and says what is needed: %j', async (options, says) => {
    const starting = startPortal(options as StartPortalOptions)
    await expect(starting).rejects.toThrow(TypeError)
    await expect(starting).rejects.toThrow(`startPortal${options === undefined ? ': ' : '.'}${says}`)
  })
})

describe('closing', () => {
  it('lets nobody in any more by the time that deliveries are given up', async () => {
    const underWay = createInbox<AbortSignal>()
    const closed = await startTestPortal({
      deliver: (_request, { signal }) => new Promise(() => underWay.push(signal)),
    })
    const params = { event: 'OnCrmDealAdd', handler: HANDLER }
    await closed.portal.call(closed.app.tokenFor(1), 'event.bind', params)
    closed.portal.raise('OnCrmDealAdd')
    const signal = await underWay.next()
    // By its address: a name would be looked up first.
    const url = closed.url.replace('localhost', '127.0.0.1')
    const late = new Promise((resolve) =>
      signal.addEventListener('abort', () => resolve(ask(url).catch(({ code }) => code))),
    )
    // From a task of its own, as a signal does: what is asked then leaves before anything is awaited.
    await new Promise((resolve) => setImmediate(() => resolve(closed.close())))
    expect(await late).toBe('ECONNREFUSED')
  })

  it('ends the deliveries too, so that nothing leaves afterwards', async () => {
    const closed = await startTestPortal({ baseDelay: 60_000 })
    const params = { event: 'OnCrmDealAdd', handler: HANDLER }
    await closed.portal.call(closed.app.tokenFor(1), 'event.bind', params)
    closed.portal.raise('OnCrmDealAdd')
    await closed.close()
    await closed.portal.settled()
    expect(closed.portal.deliveries()).toMatchObject([{ state: 'queued' }])
    expect(() => closed.portal.raise('OnCrmDealAdd')).toThrow('The portal is closed')
  })
})
