import { type FramePlace, splitOrigin, writeFrameName } from '../../protocol/frame-name.js'
import type { AppHost } from '../app-host.js'
import { InputError } from '../input-error.js'
import { randomSecret, systemRandom } from '../random.js'
import { tell } from '../tell.js'
import { createDomFramePage } from './dom-frame-page.js'
import { createFrameOpening } from './frame-opening.js'
import type { FrameDiagnostic, WireMessage } from './frame-report.js'

/** Which app is embedded, and how. */
export interface OpenFrameOptions {
  /** Where the app is opened: an http(s) URL, which may be relative to the page. */
  url: string
  /** Where the app is opened until it has finished its installation. Default: `url`. */
  installUrl?: string
  /** `get` (the default), or `post`: a form posted into the frame, as real portals do. */
  open?: 'get' | 'post'
  /** What the app asks of the portal. */
  host: AppHost
  /** Whether the page carries calls of REST itself; `false`: the app makes them over HTTP, as in portals of today. Default: true. */
  answersCalls?: boolean
  /** The accessible name of the frame. Default: `App`. */
  title?: string
  /** The language that the app's address tells it. Default: that of the page. */
  language?: string
  /** Every message both ways, refused ones with the reason. */
  onWire?: (message: WireMessage) => void
  /** What was refused or failed: each kind once per opening, each command that fails or is not simulated once, without what was said. */
  onDiagnostic?: (diagnostic: FrameDiagnostic) => void
  /** Told of the title that the app gives its place in the portal; of an empty one when the app is opened anew. */
  onTitle?: (title: string) => void
  /** Told of the events of its placement that the app listens to, whenever it binds one; of none when it is opened anew. */
  onPlacementEvents?: (events: readonly string[]) => void
}

/** An app that is embedded in a page. */
export interface AppFrame {
  /** The frame of the present opening. */
  readonly element: HTMLIFrameElement
  /** Opens the app anew: a new frame, with a new sid. */
  reopen(): void
  /**
   * Lets an event of the app's placement happen; `data` is what the app is told, as JSON carries it. Answers how many times the
   * app has bound it: 0 where nobody hears of it. Names compare exactly.
   */
  raisePlacementEvent(event: string, data?: unknown): number
  /** Takes the app out of the page. Closing twice does no harm. */
  close(): void
}

/** Embeds an app, on its own origin, in a page that is its portal. Throws a `TypeError` where `url` or `installUrl` is no http(s) URL. */
export function openFrame(container: HTMLElement, options: OpenFrameOptions): AppFrame {
  const { open: way = 'get', title = 'App', host } = options
  const { ownerDocument: document } = container
  const window = document.defaultView as Window
  const portalOrigin = window.location.origin
  const url = readAppUrl(options.url, document.baseURI, 'url')
  const { installUrl = options.url } = options
  let appUrl = readAppUrl(installUrl, document.baseURI, 'installUrl')
  const language = options.language ?? (document.documentElement.lang || 'en')
  let current = openOne()

  function openOne() {
    const { origin: appOrigin } = appUrl
    const place = { origin: portalOrigin, appSid: randomSecret(systemRandom) }
    const element = document.createElement('iframe')
    element.title = title
    // Before the element is in the document: a name that is set later does not reach the app's window.
    element.name = writeFrameName(place)
    const opening = createFrameOpening({
      ...options,
      page: createDomFramePage({ element, container, reopen, onTitle: options.onTitle }),
      appOrigin,
      appSid: place.appSid,
      portalWindow: window,
      appWindow: () => element.contentWindow,
    })
    const address = withFramePlace(appUrl, place, language)
    if (way === 'get') element.src = address
    container.append(element)
    if (way === 'post') void postInto(element, address, host).catch(reportFailure)
    return { element, opening }
  }

  function reportFailure(cause: unknown): void {
    tell(options.onDiagnostic, {
      kind: 'command failed',
      origin: portalOrigin,
      command: 'getInitData',
      cause,
    })
  }

  function closeCurrent(): void {
    current.opening.close()
    current.element.remove()
  }

  function reopen(isInstalled = false): void {
    if (isInstalled) appUrl = url
    if (!current.element.isConnected) return
    const hadFocus = document.activeElement === current.element
    closeCurrent()
    current = openOne()
    // Who works in the app by keyboard goes on in it.
    if (hadFocus) current.element.focus({ preventScroll: true })
    tell(options.onTitle, '')
    tell(options.onPlacementEvents, [])
  }

  return {
    get element() {
      return current.element
    },
    reopen: () => reopen(),
    raisePlacementEvent: (event, data) => current.opening.raisePlacementEvent(event, data),
    close: closeCurrent,
  }
}

/** Other schemes than these have no origin of their own: what they open would run in the portal's page. */
function readAppUrl(url: string, base: string, option: string): URL {
  const appUrl = URL.canParse(url, base) ? new URL(url, base) : undefined
  if (appUrl && /^https?:$/.test(appUrl.protocol)) return appUrl
  throw new InputError(`${option}: expected an http(s) URL, not ${url}`)
}

/** Portals tell an app where it stands in its address too. */
function withFramePlace(appUrl: URL, { origin, appSid }: FramePlace, language: string): string {
  const { domain, protocol } = splitOrigin(origin)
  const address = new URL(appUrl)
  address.searchParams.set('DOMAIN', domain)
  address.searchParams.set('PROTOCOL', `${protocol}`)
  address.searchParams.set('LANG', language)
  address.searchParams.set('APP_SID', appSid)
  return address.href
}

/** Opens an app as real portals do: by a form, which brings what an app that is rendered by a server lives on. */
async function postInto(frame: HTMLIFrameElement, address: string, host: AppHost): Promise<void> {
  const data = await host.initData()
  if (!frame.isConnected) return
  const { ownerDocument: document } = frame
  const form = document.createElement('form')
  form.method = 'post'
  form.action = address
  form.target = frame.name
  form.hidden = true
  const fields = {
    AUTH_ID: data.AUTH_ID,
    AUTH_EXPIRES: data.AUTH_EXPIRES,
    REFRESH_ID: data.REFRESH_ID,
    member_id: data.MEMBER_ID,
    status: 'L',
    PLACEMENT: data.PLACEMENT,
    PLACEMENT_OPTIONS: JSON.stringify(data.PLACEMENT_OPTIONS),
  }
  for (const [name, value] of Object.entries(fields)) {
    const input = document.createElement('input')
    input.type = 'hidden'
    input.name = name
    input.value = value
    form.append(input)
  }
  document.body.append(form)
  form.submit()
  form.remove()
}
