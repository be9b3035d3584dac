import { tell } from '../tell.js'

/** A message as a window receives it. */
export type WindowMessage = Pick<MessageEvent, 'data' | 'origin' | 'source'> &
  Partial<Pick<MessageEvent, 'ports'>>

type MessageListener = (event: MessageEvent) => void

/** The part of a window that speaks in messages. */
export interface MessageWindow {
  /** Arrives at the other side: cloned, later, and only if this window is of the target origin. Ports go along as they are. */
  postMessage(message: unknown, targetOrigin: string, ports?: readonly MessagePort[]): void
  addEventListener(type: 'message', listener: MessageListener): void
  removeEventListener(type: 'message', listener: MessageListener): void
  /** Hands the window a message from anyone: for tests of who is not let in. */
  receive(message: WindowMessage): void
}

/** The window of an app in a frame, as far as a client needs one. */
export interface FramedWindow extends MessageWindow {
  readonly name: string
  readonly parent: MessageWindow
  readonly location: { readonly search: string; readonly ancestorOrigins: readonly string[] }
}

export interface WindowPairOptions {
  portalOrigin: string
  appOrigin: string
  /** The name that the portal has given the frame. */
  name: string
}

/** A portal's window with an app's inside, without any browser: for Node. They clone, are asynchronous, and say who is speaking. */
export function createWindowPair({ portalOrigin, appOrigin, name }: WindowPairOptions): FramedWindow {
  const parent: MessageWindow = createMessageWindow(portalOrigin, () => ({ origin: appOrigin, source: app }))
  const app: FramedWindow = {
    ...createMessageWindow(appOrigin, () => ({ origin: portalOrigin, source: parent })),
    name,
    parent,
    location: { search: '', ancestorOrigins: [portalOrigin] },
  }
  return app
}

/** Each window of a pair hears the other one only, so who speaks is known. */
function createMessageWindow(
  ownOrigin: string,
  sender: () => { origin: string; source: unknown },
): MessageWindow {
  const listeners = new Set<MessageListener>()

  function receive(message: WindowMessage): void {
    // Listeners read no more of an event than this.
    for (const listener of [...listeners]) tell(listener, message as MessageEvent)
  }

  return {
    postMessage(message, targetOrigin, ports = []) {
      const data: unknown = structuredClone(message)
      if (targetOrigin !== ownOrigin && targetOrigin !== '*') return
      const { origin, source } = sender()
      queueMicrotask(() => receive({ data, origin, source: source as MessageEventSource, ports }))
    },
    addEventListener: (_type, listener) => void listeners.add(listener),
    removeEventListener: (_type, listener) => void listeners.delete(listener),
    receive,
  }
}
