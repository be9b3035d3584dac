// What the page of a live portal does with the messages of its apps, its mistakes included: as it has been seen to, message by
// message. The engine's own page is another thing, and better.

/** What a page knows about one opening of an app. */
export interface OpeningParams {
  appHost: string
  appProto: 'http' | 'https'
  authId: string
  authExpires: string
  refreshId: string
  memberId: string
  restPath: string
  isAdmin: boolean
  placementOptions: unknown
  /** By which the page finds the frame. */
  frameName: string
  appSid: string
  placement: string
}

export type RealReply = (answer?: unknown) => void
/** Called as `command.apply(layout, [params, reply, layout])`. */
export type RealCommand = (this: AppLayout, params: Sent, reply: RealReply, layout: AppLayout) => void
/** What an app sent: an empty list where it sent nothing. */
type Sent = Record<string, unknown>

/** One opening of an app. */
export interface AppLayout {
  readonly params: OpeningParams
  readonly messageInterface: Commands
  deniedInterface: string[]
  receiveMessage(event: Pick<MessageEvent, 'origin' | 'data'>): void
}

type Commands = Record<string, RealCommand>
interface Placement {
  new (): object
  readonly prototype: object
}

/** What the script of the page leaves in it, as `BX.rest.AppLayout`. */
export interface RealAppLayout {
  readonly MessageInterface: Placement
  readonly MessageInterfacePlacement: Placement
  readonly placementInterface: Record<string, Placement>
  initializePlacement(this: void, name: string): Placement
  /** Opens an app. */
  set(placement: string, sid: string, params: Omit<OpeningParams, 'appSid' | 'placement'>): AppLayout
}

/** The page around all that. */
export interface RealPage {
  readonly host: string
  /** Whether pages take a message that is an object: those since 2025 do. */
  readonly takesObjects?: boolean
  /** The window of the frame of that name, while there is one. */
  frame(name: string): { postMessage(text: string, origin: string): void } | undefined
  /** The portal's answer to a page that wants a new token. */
  renewAccess(): Promise<Sent>
}

export function createRealAppLayout(page: RealPage): RealAppLayout {
  const { takesObjects = true } = page
  class MessageInterface {}
  Object.assign(MessageInterface.prototype, createCommonCommands(page, isCommon))
  class MessageInterfacePlacement extends MessageInterface {}
  Object.assign(MessageInterfacePlacement.prototype, { placementBindEvent: () => undefined })

  /** Such are never listed, whoever has added them. */
  function isCommon(name: string): boolean {
    return name in MessageInterfacePlacement.prototype
  }

  function read(
    data: unknown,
  ): { method: string; params: Sent; callback: unknown; sid: unknown } | undefined {
    if (typeof data === 'object' && data !== null && takesObjects) {
      const { method, params, callback, appSid } = data as Record<string, unknown>
      return { method: method as string, params: (params || []) as Sent, callback, sid: appSid }
    }
    if (typeof data !== 'string') return undefined
    const parts = data.split(':')
    const json = parts.slice(1, -2).join(':')
    // Throws into the page where it is no JSON.
    const params = json ? JSON.parse(json) : []
    return { method: parts[0] ?? '', params, callback: parts.at(-2), sid: parts.at(-1) }
  }

  function open(params: OpeningParams): AppLayout {
    const appOrigin = `${params.appProto}://${params.appHost}`
    // Through the namespace, as pages do it: whoever has put himself there is asked.
    const placement = appLayout.initializePlacement(params.placement)
    const layout: AppLayout = {
      params,
      messageInterface: new placement() as Commands,
      deniedInterface: [],
      receiveMessage({ origin, data }) {
        if (origin !== appOrigin) return
        const request = read(data)
        if (request?.sid !== params.appSid) return
        // A lookup on an object: `constructor` is found.
        const command = layout.messageInterface[request.method]
        if (!command || layout.deniedInterface.includes(request.method)) return
        const reply: RealReply = (answer) => {
          const payload = answer === undefined ? '' : JSON.stringify(answer)
          page.frame(layout.params.frameName)?.postMessage(`${request.callback}:${payload}`, appOrigin)
        }
        command.apply(layout, [request.params, request.callback ? reply : () => undefined, layout])
      },
    }
    return layout
  }

  const appLayout: RealAppLayout = {
    MessageInterface,
    MessageInterfacePlacement,
    placementInterface: {},
    initializePlacement(name) {
      const key = String(name).toUpperCase()
      const parent = key === 'DEFAULT' ? MessageInterface : MessageInterfacePlacement
      appLayout.placementInterface[key] ??= class extends parent {}
      return appLayout.placementInterface[key]
    },
    set: (placement, sid, params) => open({ ...params, appSid: sid, placement: placement.toUpperCase() }),
  }
  return appLayout
}

function createCommonCommands(page: RealPage, isCommon: (name: string) => boolean): Commands {
  return {
    getInitData(_params, reply) {
      const { params } = this
      reply({
        ...{ LANG: 'en', DOMAIN: page.host, PROTOCOL: 0, PATH: params.restPath },
        ...{ AUTH_ID: params.authId, AUTH_EXPIRES: params.authExpires, REFRESH_ID: params.refreshId },
        ...{ MEMBER_ID: params.memberId, FIRST_RUN: false, IS_ADMIN: params.isAdmin, INSTALL: false },
        ...{ USER_OPTIONS: {}, APP_OPTIONS: {} },
        ...{ PLACEMENT: params.placement, PLACEMENT_OPTIONS: params.placementOptions },
      })
    },
    getInterface(_params, reply) {
      const command: string[] = []
      for (const name in this.messageInterface) {
        if (!isCommon(name) && !this.deniedInterface.includes(name)) command.push(name)
      }
      reply({ command, event: [] })
    },
    async refreshAuth(_params, reply) {
      const renewed = await page.renewAccess()
      // Where there is none, the user sees an alert, and the app never hears of it.
      if (!renewed.AUTH_ID) return
      Object.assign(this.params, {
        authId: renewed.AUTH_ID,
        authExpires: renewed.AUTH_EXPIRES,
        refreshId: renewed.REFRESH_ID,
      })
      reply(renewed)
    },
    setTitle: (params, reply) => reply(params),
  }
}
