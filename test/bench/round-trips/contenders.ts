/** What makes calls from an app to the page around it. */
export interface Contender {
  readonly name: string
  /** The file in `apps`, and the way that the portal's page serves it. */
  readonly app: string
  /** What an app imports of it; absent: it is the platform's. */
  readonly imported?: string
}

/** The measure of all: what they are told as a ratio to. */
export const RAW_WINDOW: Contender = { name: 'raw echo, `window.postMessage`', app: 'raw-window' }
/** How far two that do the same are from each other in this run. */
export const CONTROL: Contender = { name: 'control: the raw echo again', app: 'raw-window' }
export const RAW_PORT: Contender = { name: 'raw echo, `MessagePort`', app: 'raw-port' }
export const CLIENT: Contender = { name: 'bx24-events', app: 'client', imported: 'bx24-events' }
export const PENPAL: Contender = { name: 'penpal 7', app: 'penpal', imported: 'penpal' }

export const CONTENDERS: readonly Contender[] = [
  RAW_WINDOW,
  CONTROL,
  RAW_PORT,
  PENPAL,
  { name: 'comlink, over a port', app: 'comlink', imported: 'comlink' },
  { name: '@bitrix24/b24jssdk 2.2', app: 'official-sdk', imported: '@bitrix24/b24jssdk' },
  CLIENT,
  { name: 'bx24-events, `privateLine: false`', app: 'client-window' },
]
