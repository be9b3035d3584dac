import {
  type AppFrame,
  type AppHost,
  type OpenFrameOptions,
  openFrame,
  type WireMessage,
} from 'bx24-events/portal'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { parseFrameName } from '../../../src/protocol/frame-name.js'
import { nextTask } from '../../support/next-task.js'
import { ANNA, addTestApp, createTestPortal } from '../../support/test-portal.js'

const APP_URL = 'https://app.example.com/start?lang=de#top'

let container: HTMLElement
let host: AppHost

beforeEach(() => {
  // The frame has an address, and an empty page comes from there.
  const { happyDOM } = window as unknown as { happyDOM: { settings: Record<string, unknown> } }
  happyDOM.settings.enableIframePageLoading = true
  happyDOM.settings.fetch = { interceptor: { beforeAsyncRequest: async () => new window.Response('') } }
  container = document.body.appendChild(document.createElement('div'))
  const { portal } = createTestPortal()
  host = addTestApp(portal, { clientId: 'framed' }).hostFor(ANNA)
})

afterEach(() => {
  container.remove()
  vi.restoreAllMocks()
})

function readName({ name }: HTMLIFrameElement) {
  return parseFrameName(name)
}

describe('the frame of an app', () => {
  it.each(['javascript:alert(1)', 'data:text/html,<p>', 'about:blank', 'https://'])(
    'is of no address that would run in the page of the portal: %s',
    (url) => {
      expect(() => openFrame(container, { url, host })).toThrow(TypeError)
      expect(() => openFrame(container, { url, host })).toThrow(url)
      expect(container.children).toHaveLength(0)
      expect(openFrame(container, { url: APP_URL, host }).element.isConnected).toBe(true)
    },
  )

  it('is in the container, with an accessible name', () => {
    const frame = openFrame(container, { url: APP_URL, host })
    expect([...container.children]).toEqual([frame.element])
    expect(frame.element.title).toBe('App')
    expect(openFrame(container, { url: APP_URL, host, title: 'My app' }).element.title).toBe('My app')
  })

  it("is named before it is in the document, by the portal's place and an unguessable sid", () => {
    const names: string[] = []
    container.append = (...elements) => {
      for (const element of elements) names.push((element as HTMLIFrameElement).name)
      HTMLElement.prototype.append.apply(container, elements)
    }
    const sids = Array.from({ length: 10 }, () => {
      const { element } = openFrame(container, { url: APP_URL, host })
      expect(names.at(-1)).toBe(element.name)
      expect(readName(element)?.origin).toBe(location.origin)
      return readName(element)?.appSid
    })
    expect(new Set(sids).size).toBe(10)
    for (const sid of sids) expect(sid).toMatch(/^[\da-f]{32}$/)
  })

  it("has the same in its address, beside the app's own query", () => {
    const { element } = openFrame(container, { url: APP_URL, host })
    const address = new URL(element.src)
    expect(address.origin + address.pathname + address.hash).toBe('https://app.example.com/start#top')
    expect(Object.fromEntries(address.searchParams)).toEqual({
      ...{ lang: 'de', DOMAIN: location.host, PROTOCOL: '0', LANG: 'en' },
      APP_SID: readName(element)?.appSid,
    })
  })

  it("has the page's language in its address", () => {
    document.documentElement.lang = 'fr'
    const { element } = openFrame(container, { url: APP_URL, host })
    document.documentElement.lang = ''
    expect(new URL(element.src).searchParams.get('LANG')).toBe('fr')
  })

  it('needs an address that is one', () => {
    expect(() => openFrame(container, { url: 'https://', host })).toThrow(TypeError)
    expect(container.children).toHaveLength(0)
  })
})

describe('opening the app anew', () => {
  it('takes a new element with a new sid, in the place of the old one', () => {
    const frame = openFrame(container, { url: APP_URL, host })
    const first = frame.element
    frame.reopen()
    expect(frame.element).not.toBe(first)
    expect([...container.children]).toEqual([frame.element])
    expect(readName(frame.element)?.appSid).not.toBe(readName(first)?.appSid)
  })

  it('leaves the focus in the app where it was there, and only then', () => {
    const frame = openFrame(container, { url: APP_URL, host })
    frame.reopen()
    expect(document.activeElement).toBe(document.body)
    frame.element.focus()
    frame.reopen()
    expect(document.activeElement).toBe(frame.element)
  })

  it('does nothing once the app is closed', () => {
    const frame = openFrame(container, { url: APP_URL, host })
    frame.close()
    frame.reopen()
    expect(container.children).toHaveLength(0)
  })
})

describe('what an app does to the page around it', () => {
  /** An app that speaks by hand from its frame. */
  function openApp(options: Partial<OpenFrameOptions> = {}) {
    const told: unknown[] = []
    const frame = openFrame(container, {
      ...{ url: APP_URL, host },
      onTitle: (title) => told.push(title),
      onPlacementEvents: (events) => told.push(events),
      ...options,
    })
    return {
      ...{ frame, told },
      async say(command: string, params: unknown) {
        const { element } = frame
        const data = `${command}:${JSON.stringify(params)}:7:${readName(element)?.appSid}`
        const message = { data, origin: new URL(APP_URL).origin, source: element.contentWindow }
        window.dispatchEvent(new MessageEvent('message', message))
        await nextTask()
      },
    }
  }

  it('is the size of its frame, and not that of the next opening', async () => {
    const { frame, say } = openApp()
    await say('resizeWindow', { width: 500, height: 300 })
    expect([frame.element.style.width, frame.element.style.height]).toEqual(['500px', '300px'])
    await say('resizeWindow', { width: '100%' })
    expect([frame.element.style.width, frame.element.style.height]).toEqual(['100%', '300px'])
    await say('reloadWindow', {})
    expect([frame.element.style.width, frame.element.style.height]).toEqual(['', ''])
  })

  it('is a title, which goes with its opening', async () => {
    const { frame, say, told } = openApp()
    await say('setTitle', { title: 'Hi' })
    expect(told).toEqual(['Hi'])
    frame.reopen()
    expect(told).toEqual(['Hi', '', []])
  })

  it('is another opening of it, when it asks for that', async () => {
    const { frame, say } = openApp()
    const first = frame.element
    await say('reloadWindow', {})
    expect(frame.element).not.toBe(first)
    expect([...container.children]).toEqual([frame.element])
  })

  it.each([
    ['the page', 'visible', { page: 120, place: 0 }],
    ['its place, where that scrolls by itself', 'auto', { page: 0, place: 120 }],
  ])('is to scroll %s', async (_what, overflowY, scrolled) => {
    window.scrollTo({ top: 0 })
    container.style.overflowY = overflowY
    const { say } = openApp()
    await say('setScroll', { scroll: 120 })
    expect({ page: window.scrollY, place: container.scrollTop }).toEqual(scrolled)
  })

  it('is to listen to events of its placement, until it is opened anew', async () => {
    const { portal } = createTestPortal()
    const placed = addTestApp(portal, { clientId: 'placed', placement: 'CRM_DEAL_DETAIL_TAB' })
    const { frame, say, told } = openApp({ host: placed.hostFor(ANNA) })
    await say('placementBindEvent', { event: 'onDealChange' })
    await say('placementBindEvent', { event: 'other' })
    expect(told).toEqual([['onDealChange'], ['onDealChange', 'other']])
    expect(frame.raisePlacementEvent('onDealChange', { ID: 5 })).toBe(1)
    frame.reopen()
    expect(told.slice(2)).toEqual(['', []])
    expect(frame.raisePlacementEvent('onDealChange', { ID: 5 })).toBe(0)
  })
})

describe('an app with an address for its installation', () => {
  /** What the app says to its portal. */
  async function say(
    { element: { name, contentWindow: source } }: AppFrame,
    origin: string,
    command: string,
  ) {
    const data = `${command}:{}::${name.split('|')[2]}`
    window.dispatchEvent(new MessageEvent('message', { data, origin, source }))
    await nextTask()
  }

  it('is opened there until it has finished it, and only that origin is heard', async () => {
    const installUrl = 'https://install.example.com/start'
    const frame = openFrame(container, { url: APP_URL, installUrl, host })
    const first = frame.element
    expect(first.src).toMatch(/^https:\/\/install\.example\.com\/start\?DOMAIN=/)
    await say(frame, 'https://app.example.com', 'setInstallFinish')
    expect(frame.element).toBe(first)
    frame.reopen()
    expect(frame.element.src).toMatch(/^https:\/\/install\./)
    await say(frame, 'https://install.example.com', 'setInstallFinish')
    expect(frame.element.src).toMatch(/^https:\/\/app\.example\.com\/start/)
  })

  it('stays there where the portal does not take the end of the installation', async () => {
    const refusing = { ...host, finishInstall: () => Promise.reject(new Error('refused')) }
    const installUrl = 'https://install.example.com/'
    const frame = openFrame(container, { url: APP_URL, installUrl, host: refusing })
    await say(frame, 'https://install.example.com', 'setInstallFinish')
    frame.reopen()
    expect(frame.element.src).toMatch(/^https:\/\/install\./)
  })

  it('is refused where that address is none', () => {
    const open = () => openFrame(container, { url: APP_URL, installUrl: 'javascript:alert(1)', host })
    expect(open).toThrow('installUrl: expected an http(s) URL, not javascript:alert(1)')
    expect(container.children).toHaveLength(0)
  })
})

describe('closing the app', () => {
  it('takes the frame away, and the page listens no more', () => {
    const wire: WireMessage[] = []
    const frame = openFrame(container, { url: APP_URL, host, onWire: (message) => wire.push(message) })
    const say = () =>
      window.dispatchEvent(new MessageEvent('message', { data: 'x', origin: 'https://any.example' }))
    say()
    expect(wire).toHaveLength(1)
    frame.reopen()
    say()
    expect(wire).toHaveLength(2)
    frame.close()
    say()
    expect(wire).toHaveLength(2)
    expect(container.children).toHaveLength(0)
  })

  it('closes its private lines too', async () => {
    const wire: WireMessage[] = []
    const frame = openFrame(container, { url: APP_URL, host, onWire: (message) => wire.push(message) })
    const sid = readName(frame.element)?.appSid
    const { port1, port2 } = new MessageChannel()
    const { contentWindow: source } = frame.element
    const offer = { data: `openPort:{}::${sid}`, origin: new URL(APP_URL).origin, source, ports: [port2] }
    window.dispatchEvent(new MessageEvent('message', offer))
    const say = async () => {
      port1.postMessage(`setTitle:{}::${sid}`)
      await nextTask()
      return wire.filter(({ line }) => line === 'port')
    }
    expect(await say()).toHaveLength(1)
    frame.close()
    expect(await say()).toHaveLength(1)
  })

  it('may be done twice', () => {
    const frame = openFrame(container, { url: APP_URL, host })
    frame.close()
    expect(() => frame.close()).not.toThrow()
  })
})

describe('opening by a form', () => {
  it('posts into the frame what an app that is rendered by a server lives on', async () => {
    const posted: { action: string; method: string; target: string; fields: Record<string, unknown> }[] = []
    vi.spyOn(HTMLFormElement.prototype, 'submit').mockImplementation(function (this: HTMLFormElement) {
      const { action, method, target } = this
      posted.push({ action, method, target, fields: Object.fromEntries(new FormData(this)) })
    })
    const { element } = openFrame(container, { url: APP_URL, host, open: 'post' })
    expect(element.src).toBe('')
    await nextTask()
    expect(posted).toMatchObject([{ method: 'post', target: element.name }])
    expect(new URL(posted[0]?.action ?? '').searchParams.get('APP_SID')).toBe(readName(element)?.appSid)
    expect(posted[0]?.fields).toEqual({
      ...{ AUTH_ID: expect.any(String), AUTH_EXPIRES: '3600', REFRESH_ID: expect.any(String) },
      ...{ member_id: expect.any(String), status: 'L', PLACEMENT: 'DEFAULT', PLACEMENT_OPTIONS: 'null' },
    })
    expect(document.forms).toHaveLength(0)
  })

  it('posts nothing into a frame that was closed meanwhile', async () => {
    const submit = vi.spyOn(HTMLFormElement.prototype, 'submit').mockReturnValue()
    openFrame(container, { url: APP_URL, host, open: 'post' }).close()
    openFrame(container, { url: APP_URL, host, open: 'post' })
    await nextTask()
    expect(submit).toHaveBeenCalledOnce()
  })

  it('is told of where the portal could not be asked', async () => {
    const onDiagnostic = vi.fn()
    const broken: AppHost = { ...host, initData: () => Promise.reject(new Error('offline')) }
    openFrame(container, { url: APP_URL, host: broken, open: 'post', onDiagnostic })
    await nextTask()
    const cause = expect.objectContaining({ message: 'offline' })
    const command = 'getInitData'
    expect(onDiagnostic.mock.calls).toEqual([
      [{ kind: 'command failed', origin: location.origin, command, cause }],
    ])
  })
})
