import { existsSync } from 'node:fs'
import { askWhetherMeant } from '../portal/near.js'
import { isHttpUrl } from '../portal/parse.js'
import type { UserOptions } from '../portal/users.js'
import { parseJson } from '../protocol/message.js'
import { OWN_ADDRESS } from '../server/address.js'
import { UsageError } from './usage-error.js'

// What the texts of flags mean. Each throws a `UsageError` that names the flag, and says what it takes.

const HIGHEST_PORT = 65_535

export function readPort(text: string): number {
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (port <= HIGHEST_PORT) return port
  throw new UsageError(`--port: expected a number from 0 to ${HIGHEST_PORT}, not ${text}.`)
}

export function readChoice<T extends string>(flag: string, text: string, choices: readonly T[]): T {
  const chosen = choices.find((choice) => choice === text)
  if (chosen !== undefined) return chosen
  throw new UsageError(
    `--${flag}: expected ${choices.join(' or ')}, not ${text}.${askWhetherMeant(text, choices)}`,
  )
}

export function readAppUrl(text: string): string {
  return readUrl({ what: 'The app', text, expected: 'a URL that starts with http:// or https://' })
}

/** @param appUrl what a path is one of */
export function readInstallUrl(text: string, appUrl: string): string {
  if (/^[/.?]/.test(text) && URL.canParse(text, appUrl)) return new URL(text, appUrl).href
  const expected = 'a URL that starts with http:// or https://, or a path of the app such as /install/'
  return readUrl({ what: '--install-url', text, expected })
}

interface GivenUrl {
  /** The flag, or what is given without one. */
  what: string
  text: string
  expected: string
}

function readUrl({ what, text, expected }: GivenUrl): string {
  if (isHttpUrl(text)) return text
  throw new UsageError(`${what}: expected ${expected}, not ${text}.${adviseOnUrl(text)}`)
}

/** The remedy, behind a space; empty where none is known. */
function adviseOnUrl(text: string): string {
  if (isPath(text))
    return ` Start what serves it, such as npx serve for a folder of files, and give its address: http://${OWN_ADDRESS}:3000/.`
  const meant = findMeantUrl(text)
  return meant === undefined ? '' : ` Did you mean ${meant}?`
}

/** Whether it is the path of a file or a folder, be it there or not. */
function isPath(text: string): boolean {
  const isWrittenSo = /^(?:file:|[./\\~]|[a-z]:[\\/]|[^/]*\.(?:html?|php)$)/i.test(text)
  return isWrittenSo || (text !== '' && existsSync(text))
}

/** A name with a dot or a port behind it, or a port by itself. */
const ADDRESS = /^(?:([a-z][\w-]*(?=:\d)|[\w-]+(?:\.[\w-]+)+|localhost)(?::(\d+))?|:?(\d+))([/?#].*)?$/i

/** What lacks its scheme. An app at localhost could bind no handlers of its own. */
function findMeantUrl(text: string): string | undefined {
  const match = ADDRESS.exec(text)
  if (!match) return undefined
  const [, name = 'localhost', portOfName, port = portOfName, rest = ''] = match
  const host = name.toLowerCase() === 'localhost' ? OWN_ADDRESS : name
  const url = `http://${host}${port === undefined ? '' : `:${port}`}${rest}`
  return URL.canParse(url) ? url : undefined
}

export function readJson(flag: string, text: string): unknown {
  const value = parseJson(text)
  if (value !== undefined) return value
  const advice = `In most shells it needs quotes around it: --${flag} '{"ID":"7"}'.`
  throw new UsageError(`--${flag}: expected JSON, not ${text}. ${advice}`)
}

export function readScopes(texts: readonly string[]): string[] {
  const scopes = new Set(texts.flatMap((text) => text.split(/[\s,]+/)).filter((scope) => scope !== ''))
  if (scopes.size > 0) return [...scopes]
  throw new UsageError(
    '--scope: expected names such as crm,task, and there is none. To leave it out is all of them; basic is none.',
  )
}

export function readUsers(texts: readonly string[]): UserOptions[] {
  const users = texts.map(readUser)
  for (const [index, { id }] of users.entries()) {
    if (users.findIndex((user) => user.id === id) < index)
      throw new UsageError(`--user: there are two users with the id ${id}.`)
  }
  return users
}

function readUser(text: string): UserOptions {
  const [, id = '', name = '', right] = /^(\d+):\s*([^:]*[^:\s])\s*(?::([^:]*))?$/.exec(text) ?? []
  const isRight = right === undefined || right === 'admin'
  if (Number.isSafeInteger(Number(id)) && Number(id) >= 1 && isRight)
    return { id: Number(id), name, admin: right === 'admin' }
  throw new UsageError(
    `--user: expected <id>:<name> or <id>:<name>:admin, such as 1:Anna:admin, not ${text}.`,
  )
}

export function readForward(texts: readonly string[]): Record<string, string> {
  const pairs = texts.map((text) => {
    const [from = '', to = '', ...others] = text.split('=')
    if (from === '' || to === '' || others.length > 0)
      throw new UsageError(
        `--forward: expected two origins with = between, such as https://app.example.com=http://127.0.0.1:3000, not ${text}.`,
      )
    return [from, to] as const
  })
  const origins = new Set(pairs.map(([from]) => from))
  if (origins.size < pairs.length) throw new UsageError('--forward: the same origin is forwarded twice.')
  return Object.fromEntries(pairs)
}
