/** What makes calls from an app to the page around it. */
export interface Contender {
  /** The file in `apps`, and the way that the portal's page serves it. */
  readonly app: string
  readonly name: string
  /** What an app imports of it; absent: it is the platform's. */
  readonly imported?: string
}

/** The measure of all: what they are told as a ratio to. */
export const RAW_WINDOW: Contender = { app: 'raw-window', name: 'raw echo, `window.postMessage`' }
export const RAW_PORT: Contender = { app: 'raw-port', name: 'raw echo, `MessagePort`' }
export const CLIENT: Contender = { app: 'client', name: 'bx24-events', imported: 'bx24-events' }
export const PENPAL: Contender = { app: 'penpal', name: 'penpal 7', imported: 'penpal' }

export const CONTENDERS: readonly Contender[] = [
  RAW_WINDOW,
  RAW_PORT,
  PENPAL,
  { app: 'comlink', name: 'comlink, over a port', imported: 'comlink' },
  { app: 'official-sdk', name: '@bitrix24/b24jssdk 2.2', imported: '@bitrix24/b24jssdk' },
  CLIENT,
  { app: 'client-window', name: 'bx24-events, `privateLine: false`' },
]
