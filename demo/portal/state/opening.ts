import type { User } from 'bx24-events/portal'
import type { PageApp } from 'bx24-events/server'
import { findOpener, type PageModel } from './model.js'

/** What an opening of the app is for. */
export interface Opening {
  readonly app: PageApp
  readonly user: User
  readonly language: string
  /** Whether the page carries the app's calls itself. */
  readonly answersCalls: boolean
  /** Which loading of the portal's page it is of. */
  readonly reloads: number
}

export type OpeningData = Pick<PageModel, 'portal' | 'chosenUserId' | 'answersCalls' | 'reloads'>

/** `undefined`: the portal has not told yet, or has no users. */
export function readOpening(model: OpeningData): Opening | undefined {
  const user = findOpener(model)
  const { portal, answersCalls, reloads } = model
  return portal && user && { app: portal.app, user, language: portal.language, answersCalls, reloads }
}

/** Where the app is opened first: an app that finishes its installation goes on from there by itself. */
export function firstAddressOf({ stage, url, installUrl }: PageApp): string {
  return stage === 'installing' && installUrl !== undefined ? installUrl : url
}

/**
 * Whether it is the same app, in the same stage of its life, for the same user, in the same loading of a page that takes its calls in the
 * same way.
 * His rights don't count: one who loses them keeps open what is open. An app of another id is that of a portal that was started
 * anew.
 */
export function isSameOpening(one: Opening, other: Opening): boolean {
  return writeKey(one) === writeKey(other)
}

function writeKey({ app, user, language, answersCalls, reloads }: Opening): string {
  const { id, url, installUrl, stage, version, scopes } = app
  const way = app.entrance.state === 'open' ? app.entrance.way : undefined
  const opened = [id, url, installUrl, stage, version, scopes, way]
  return JSON.stringify([...opened, user.id, language, answersCalls, reloads])
}

/** Whether an opening is what another one became when its app finished the installation. */
export function isFinished(one: Opening, other: Opening): boolean {
  const { app } = other
  if (one.app.stage !== 'installing' || app.stage !== 'installed') return false
  return isSameOpening(one, { ...other, app: { ...app, stage: 'installing' } })
}
