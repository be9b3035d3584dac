import type { Browser, Frame, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launchChromium } from '../support/chromium.js'
import { findFrame } from '../support/find-frame.js'
import { bundlePage, type FramePages, serveFramePages, writePage } from '../support/frame-pages.js'

// Real windows and three real origins: nothing less proves who is let in. Each refusal stands beside a control that passes,
// so that an attack which has gone wrong can't look like safety.

const folder = 'test/browser/pages'
let browser: Browser
let pages: FramePages
let others: FramePages
let page: Page
let app: Frame
let stranger: Frame

beforeAll(async () => {
  browser = await launchChromium()
  const portal = await bundlePage(`${folder}/portal-page.ts`)
  pages = await serveFramePages({ portal, apps: { '': await bundlePage(`${folder}/app-page.ts`) } })
  others = await serveFramePages({ portal, apps: { '': writePage('Somebody else') } })
})
afterAll(async () => {
  await browser.close()
  await Promise.all([pages.close(), others.close()])
})

/** A portal's page with the app in it, which is never answered what it calls, and a frame of somebody else. */
beforeEach(async () => {
  page = await browser.newPage()
  await page.goto(pages.portalUrl)
  await page.evaluate(
    ([appUrl, strangerUrl]) => {
      const { createPortal, openFrame } = window.portalLibrary
      const portal = createPortal({ origin: location.origin })
      const host = portal.addApp({ title: 'App', url: appUrl }).hostFor(1)
      const wire: unknown[] = []
      const diagnostics: unknown[] = []
      openFrame(document.body, {
        url: appUrl,
        host: { ...host, call: () => new Promise(() => undefined) },
        onWire: (message) => wire.push(message),
        onDiagnostic: (diagnostic) => diagnostics.push(diagnostic),
      })
      const frame = document.createElement('iframe')
      frame.src = strangerUrl
      document.body.append(frame)
      Object.assign(window, { wire, diagnostics })
    },
    [pages.appUrl, others.appUrl] as const,
  )
  app = await findFrame(page, pages.appUrl)
  stranger = await findFrame(page, others.appUrl)
})
afterEach(() => page.close())

const wire = () => page.evaluate('wire') as Promise<Record<string, string>[]>
const diagnostics = () => page.evaluate('diagnostics') as Promise<unknown[]>

/** What a frame posts has arrived at all its listeners when this resolves: messages of one window keep their order. */
function postFrom(frame: Frame, target: 'portal' | 'app', message: string): Promise<void> {
  return frame.evaluate(
    async ([target, message]) => {
      const window = target === 'portal' ? parent : parent.frames[0]
      window?.postMessage(message, '*')
    },
    [target, message] as const,
  )
}

describe("an app's answers", () => {
  /** Makes a call that the portal has read and will not answer, and answers with the call's id. */
  async function call(): Promise<string> {
    await app.evaluate(async () => {
      const told: unknown[] = []
      const BX24 = window.appLibrary.createBX24({ onDiagnostic: (diagnostic) => told.push(diagnostic) })
      await BX24.init()
      Object.assign(window, { told, answer: BX24.callMethod('profile') })
    })
    await page.waitForFunction('wire.at(-1)?.command === "callMethod"')
    return (await wire()).at(-1)?.callbackId ?? ''
  }

  const answer = (result: string) => JSON.stringify({ status: 200, answer: { result } })
  const answered = () => app.evaluate('answer')

  it('come from the portal alone, even where a stranger knows the id of the call', async () => {
    const id = await call()
    await postFrom(stranger, 'app', `${id}:${answer('of a stranger')}`)
    await app.waitForFunction('told.length === 1')
    expect(await app.evaluate('told')).toEqual([
      { kind: 'foreign source', origin: others.appUrl.slice(0, -1) },
    ])
    await postFrom(page.mainFrame(), 'app', `${id}:${answer('of the portal')}`)
    expect(await answered()).toBe('of the portal')
  })

  it('come from the portal alone, even where the stranger is of the same origin as the portal', async () => {
    const id = await call()
    await page.evaluate(
      ([id, text]) => {
        const twin = document.createElement('iframe')
        document.body.append(twin)
        const script = `parent.frames[0].postMessage(${JSON.stringify(`${id}:${text}`)}, '*')`
        // Run by the twin, so that it is who speaks.
        const { eval: run } = twin.contentWindow as unknown as typeof globalThis
        run(script)
      },
      [id, answer('of a stranger')] as const,
    )
    await app.waitForFunction('told.length === 1')
    expect(await app.evaluate('told')).toEqual([
      { kind: 'foreign source', origin: pages.portalUrl.slice(0, -1) },
    ])
    await postFrom(page.mainFrame(), 'app', `${id}:${answer('of the portal')}`)
    expect(await answered()).toBe('of the portal')
  })
})

describe.each([
  ['by itself', (request: string, _sid: string) => request],
  [
    'together',
    (request: string, sid: string) => `together:${JSON.stringify({ requests: [request] })}::${sid}`,
  ],
])("a portal's commands, said %s,", (_way, write) => {
  /** What the app would send, with the sid that only it and the portal know. */
  const command = async () => {
    const sid = await app.evaluate(() => window.name.split('|')[2] ?? '')
    return write(`getInterface::stolen:${sid}`, sid)
  }
  const answers = async () => (await wire()).filter(({ direction }) => direction === 'to app')

  it('are taken from the app', async () => {
    await postFrom(app, 'portal', await command())
    await page.waitForFunction('wire.some(({ direction }) => direction === "to app")')
    expect(await answers()).toMatchObject([{ callbackId: 'stolen' }])
    expect(await diagnostics()).toEqual([])
  })

  it('are not taken from a stranger who knows the sid', async () => {
    await postFrom(stranger, 'portal', await command())
    await page.waitForFunction('diagnostics.length === 1')
    expect(await diagnostics()).toEqual([{ kind: 'foreign source', origin: others.appUrl.slice(0, -1) }])
    expect(await answers()).toEqual([])
  })

  it("are not taken from the app's own frame once it shows a page of another origin", async () => {
    const stolen = await command()
    await app.evaluate((url) => location.replace(url), others.appUrl)
    await app.waitForURL(`${others.appUrl}**`)
    await postFrom(app, 'portal', stolen)
    await page.waitForFunction('diagnostics.length === 1')
    expect(await diagnostics()).toEqual([{ kind: 'foreign origin', origin: others.appUrl.slice(0, -1) }])
    expect(await answers()).toEqual([])
  })

  it('are not taken with another sid', async () => {
    await postFrom(app, 'portal', write('getInterface::id:another', 'another'))
    await page.waitForFunction('diagnostics.length === 1')
    expect(await diagnostics()).toMatchObject([{ kind: 'wrong sid' }])
    expect(await answers()).toEqual([])
  })
})

describe('a private line', () => {
  /** Offers the portal a line, and says over it what the app would. */
  function offerLine(frame: Frame, sid: string): Promise<void> {
    return frame.evaluate((sid) => {
      const { port1, port2 } = new MessageChannel()
      const heard: unknown[] = []
      port1.onmessage = ({ data }) => heard.push(data)
      Object.assign(window, { heard })
      parent.postMessage(`openPort:{}::${sid}`, '*', [port2])
      port1.postMessage([`getInterface::stolen:${sid}`])
    }, sid)
  }
  const isRefused = () => page.waitForFunction('diagnostics.length > 0')
  const isAnswered = () => app.waitForFunction('heard.length > 0')
  const heard = (frame: Frame) => frame.evaluate('heard')
  const sidOfApp = () => app.evaluate(() => window.name.split('|')[2] ?? '')

  it('is taken from the app', async () => {
    await offerLine(app, await sidOfApp())
    await isAnswered()
    expect(await heard(app)).toEqual([expect.stringMatching(/^stolen:/)])
    expect(await diagnostics()).toEqual([])
  })

  it('is not taken from a stranger who knows the sid', async () => {
    await offerLine(stranger, await sidOfApp())
    await isRefused()
    expect(await diagnostics()).toEqual([{ kind: 'foreign source', origin: others.appUrl.slice(0, -1) }])
    expect(await wire()).toMatchObject([{ refused: 'foreign source' }])
    await offerLine(app, await sidOfApp())
    await isAnswered()
    expect(await heard(stranger)).toEqual([])
  })

  it('is not taken with another sid', async () => {
    await offerLine(app, 'another')
    await isRefused()
    expect(await wire()).toMatchObject([{ refused: 'wrong sid' }])
    expect(await heard(app)).toEqual([])
    await offerLine(app, await sidOfApp())
    await isAnswered()
  })

  it('goes on after a flood', async () => {
    await app.evaluate(() => {
      const { port1, port2 } = new MessageChannel()
      const flood = Array.from({ length: 1000 }, (_, index) => `constructor:{}:${index}:another`)
      parent.postMessage(`openPort:{}::${window.name.split('|')[2]}`, '*', [port2])
      for (let left = 100; left > 0; left--) port1.postMessage(flood)
    })
    await page.waitForFunction('wire.length > 100_000')
    expect(await diagnostics()).toMatchObject([{ kind: 'wrong sid' }])
    await offerLine(app, await sidOfApp())
    await isAnswered()
  })
})

describe('the portal that a frame is named after', () => {
  /** Opens the app in a frame of such a name, in a page that answers nothing; the code of what a call fails with. */
  async function codeOfCall(name: string): Promise<string> {
    await page.goto(pages.portalUrl)
    await page.evaluate(
      ([name, appUrl]) => {
        const frame = document.createElement('iframe')
        frame.name = name
        frame.src = appUrl
        document.body.append(frame)
      },
      [name, pages.appUrl] as const,
    )
    const frame = await findFrame(page, pages.appUrl)
    return frame.evaluate(() =>
      window.appLibrary
        .createBX24({ timeout: 50 })
        .init()
        .catch((error) => error.code),
    )
  }

  it('is the one that embeds it, or no call is made', async () => {
    expect(await codeOfCall('portal.example|1|sid')).toBe('PORTAL_NOT_ALLOWED')
    expect(await codeOfCall(`${new URL(pages.portalUrl).host}|0|sid`)).toBe('TIMEOUT')
  })

  it('is named, or the page is not embedded', async () => {
    expect(await codeOfCall('')).toBe('NOT_EMBEDDED')
  })
})
