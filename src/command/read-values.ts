import { askWhetherMeant } from '../portal/near.js'
import { isHttpUrl } from '../portal/parse.js'
import type { UserOptions } from '../portal/users.js'
import { parseJson } from '../protocol/message.js'
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

export function readText(flag: string, text: string): string {
  if (text !== '') return text
  throw new UsageError(`--${flag}: expected a text, not an empty one.`)
}

/** @param what the flag, or what is given without one */
export function readUrl(what: string, text: string): string {
  if (isHttpUrl(text)) return text
  const withScheme = `http://${text}`
  const isAddress = !/^[a-z][a-z\d+.-]*:(?!\d)/i.test(text) && URL.canParse(withScheme)
  const remedy = isAddress ? ` Did you mean ${withScheme}?` : ''
  throw new UsageError(`${what}: expected a URL that starts with http:// or https://, not ${text}.${remedy}`)
}

export function readJson(flag: string, text: string): unknown {
  const value = parseJson(text)
  if (value !== undefined) return value
  const advice = `In most shells it needs quotes around it: --${flag} '{"ID":"7"}'.`
  throw new UsageError(`--${flag}: expected JSON, not ${text}. ${advice}`)
}

export function readScopes(texts: readonly string[]): string[] {
  return [...new Set(texts.flatMap((text) => text.split(/[\s,]+/)).filter((scope) => scope !== ''))]
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
  const [, id = '', name = '', right] = /^(\d+):([^:]+)(?::([^:]*))?$/.exec(text) ?? []
  const isRight = right === undefined || right === 'admin'
  if (Number.isSafeInteger(Number(id)) && Number(id) >= 1 && isRight)
    return { id: Number(id), name: name.trim(), admin: right === 'admin' }
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
