import { expect, it } from 'vitest'
import { createWindowPair, type WindowMessage } from '../../../src/portal/frame/window-pair.js'
import { nextTask } from '../../support/next-task.js'
import { collectProcessErrors } from '../../support/process-errors.js'
import { APP_ORIGIN, PORTAL_ORIGIN } from '../../support/test-portal.js'

function openPair() {
  const app = createWindowPair({ portalOrigin: PORTAL_ORIGIN, appOrigin: APP_ORIGIN, name: 'name' })
  const [atApp, atPortal]: [WindowMessage[], WindowMessage[]] = [[], []]
  app.addEventListener('message', (event) => atApp.push(event))
  app.parent.addEventListener('message', (event) => atPortal.push(event))
  return { app, atApp, atPortal }
}

it('a message arrives at the other side with who has sent it', async () => {
  const { app, atApp, atPortal } = openPair()
  app.parent.postMessage('to portal', PORTAL_ORIGIN)
  app.postMessage('to app', APP_ORIGIN)
  await nextTask()
  expect(atPortal).toEqual([{ data: 'to portal', origin: APP_ORIGIN, source: app, ports: [] }])
  expect(atPortal[0]?.source).toBe(app)
  expect(atApp).toEqual([{ data: 'to app', origin: PORTAL_ORIGIN, source: app.parent, ports: [] }])
  expect(atApp[0]?.source).toBe(app.parent)
})

it('a message arrives later, in the order of sending', async () => {
  const { app, atApp } = openPair()
  for (const text of ['1', '2', '3']) app.postMessage(text, APP_ORIGIN)
  expect(atApp).toEqual([])
  await nextTask()
  expect(atApp.map(({ data }) => data)).toEqual(['1', '2', '3'])
})

it('a message is a copy, made when it is sent', async () => {
  const { app, atApp } = openPair()
  const message = { list: [1] }
  app.postMessage(message, APP_ORIGIN)
  message.list.push(2)
  await nextTask()
  expect(atApp).toMatchObject([{ data: { list: [1] } }])
  expect(() => app.postMessage(() => undefined, APP_ORIGIN)).toThrow(/could not be cloned/)
})

it.each(['https://other.example.com', 'http://app.example.com', `${APP_ORIGIN}:8443`])(
  'a message for another origin does not arrive: %s',
  async (targetOrigin) => {
    const { app, atApp } = openPair()
    app.postMessage('lost', targetOrigin)
    await nextTask()
    expect(atApp).toEqual([])
    app.postMessage('for anyone', '*')
    app.postMessage('for the app', APP_ORIGIN)
    await nextTask()
    expect(atApp.map(({ data }) => data)).toEqual(['for anyone', 'for the app'])
  },
)

it('a listener that was taken away hears no more', async () => {
  const { app, atApp } = openPair()
  const heard: unknown[] = []
  const listen = ({ data }: MessageEvent) => void heard.push(data)
  app.addEventListener('message', listen)
  app.postMessage('1', APP_ORIGIN)
  await nextTask()
  app.removeEventListener('message', listen)
  app.postMessage('2', APP_ORIGIN)
  await nextTask()
  expect(heard).toEqual(['1'])
  expect(atApp).toHaveLength(2)
})

it('a window can be handed a message from anyone', () => {
  const { app, atApp } = openPair()
  const message = { data: 'forged', origin: 'https://evil.example', source: null }
  app.receive(message)
  expect(atApp).toEqual([message])
})

it('a listener that throws starves no other, and what it throws is told to the process', async () => {
  const { app, atApp } = openPair()
  app.addEventListener('message', () => {
    throw new Error('broken listener')
  })
  const heard: unknown[] = []
  app.addEventListener('message', ({ data }) => heard.push(data))
  const { uncaught } = await collectProcessErrors(() => app.postMessage('1', APP_ORIGIN))
  expect(heard).toEqual(['1'])
  expect(atApp).toHaveLength(1)
  expect(uncaught).toMatchObject([{ message: 'broken listener' }])
})
