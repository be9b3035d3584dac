import type { Params } from '../protocol/message.js'
import type { RestReply } from '../protocol/rest.js'

/** What `getInitData` answers: everything that an app is told about one opening of it. */
export interface InitData {
  /** The language of the user's interface. */
  LANG: string
  /** The portal's host. */
  DOMAIN: string
  /** 1: https, 0: http. */
  PROTOCOL: 0 | 1
  /** The path of REST. */
  PATH: string
  /** An access token of the app and the user who has it open. */
  AUTH_ID: string
  /** Seconds to live, as text. */
  AUTH_EXPIRES: string
  /** The refresh token that belongs to it. */
  REFRESH_ID: string
  /** The id of the portal. */
  MEMBER_ID: string
  /** Whether this user runs the app for the first time. */
  FIRST_RUN: boolean
  IS_ADMIN: boolean
  /** Whether the app's installation is still to be finished. */
  INSTALL: boolean
  /** What the app keeps for this user. */
  USER_OPTIONS: Record<string, unknown>
  /** What the app keeps for all users. */
  APP_OPTIONS: Record<string, unknown>
  /** Where in the portal it is opened, and what the portal tells about that place. */
  PLACEMENT: string
  PLACEMENT_OPTIONS: unknown
}

/** What `refreshAuth` answers. */
export type RenewedAuth = Pick<InitData, 'AUTH_ID' | 'AUTH_EXPIRES' | 'REFRESH_ID'>

/** Something that an app asks its portal to keep: `install` is the note that a user's first run is over. */
export interface AppOption {
  kind: 'install' | 'user' | 'app'
  name: string
  value: unknown
}

/**
 * What a frame asks of the portal for its app, as the user who has it open. All but `call` reject where neither may be there
 * any more: the app is uninstalled, the user is inactive, or the app is not open to him.
 */
export interface AppHost {
  /** Answers with a new pair of tokens each time. */
  initData(): Promise<InitData>
  /** Rejects with a `LostReplyError` where the answer is lost: the app gets none then. */
  call(method: string, params: Params): Promise<RestReply>
  /** A new pair of tokens. Those from before work on, until they expire. */
  refreshAuth(): Promise<RenewedAuth>
  /** Keeps an option, and resolves to all of its kind. Those of the `app` are set by administrators only. */
  setOption(option: AppOption): Promise<Record<string, unknown>>
  /** Ends the installation of the app. Where it is finished already, nothing happens. */
  finishInstall(): Promise<void>
}
