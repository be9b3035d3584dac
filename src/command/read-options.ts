import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { SCOPES } from '../portal/event-catalog.js'
import type { RuleSet } from '../portal/rules.js'
import { isRecord, parseJson } from '../protocol/message.js'
import type { OpenWay } from '../server/ask-app.js'
import { messageOf } from '../server/message-of.js'
import type { StartPortalOptions } from '../server/start-portal.js'
import { DEFAULT_PORT } from './flags.js'
import type { GivenFlags } from './read-flags.js'
import {
  readAppUrl,
  readChoice,
  readForward,
  readInstallUrl,
  readJson,
  readPort,
  readScopes,
  readUsers,
} from './read-values.js'
import { UsageError } from './usage-error.js'

const DEFAULT_USERS = ['1:Anna:admin', '2:Boris']
const OPEN_WAYS: readonly OpenWay[] = ['auto', 'get', 'post']
const RULE_SETS: readonly RuleSet[] = ['documented', 'current']

/** What the flags ask for. Rejects with a `UsageError` where one of them is wrong, or the file with the answers is. */
export async function readOptions(given: GivenFlags): Promise<StartPortalOptions> {
  const { all, isOn, one } = given
  const read = readerOf(given)
  const state = one('state')
  // A state has these already: a default is no word against it.
  const defaults = state !== undefined && existsSync(state) ? {} : { users: DEFAULT_USERS, scopes: SCOPES }
  const users = all('user') ?? defaults.users
  return {
    app: readApp(given, defaults.scopes),
    port: read('port', readPort) ?? DEFAULT_PORT,
    answersCalls: !isOn('live') && !isOn('no-page-calls'),
    forward: readForward(all('forward') ?? []),
    ...defined({
      host: one('host'),
      open: read('open', (text) => readChoice('open', text, OPEN_WAYS)),
      rules: readRules(given),
      language: one('language'),
      state,
      users: users && readUsers(users),
      answers: await read('answers', readAnswers),
    }),
  }
}

function readRules(given: GivenFlags): RuleSet | undefined {
  const rules = readerOf(given)('rules', (text) => readChoice('rules', text, RULE_SETS))
  if (!given.isOn('live')) return rules
  if (rules === undefined || rules === 'current') return 'current'
  throw new UsageError(`--live stands for --rules current: leave out --rules ${rules}, or --live.`)
}

function readApp(given: GivenFlags, defaultScopes: readonly string[] | undefined): StartPortalOptions['app'] {
  const { all, isOn, one, others } = given
  const read = readerOf(given)
  const [url, ...more] = others
  if (url === undefined)
    throw new UsageError('Which app? npx bx24-portal http://127.0.0.1:3000/ opens one; --help says more.')
  if (more.length > 0)
    throw new UsageError(
      `One app at a time: ${others.join(' ')} are ${others.length}. What has spaces needs quotes.`,
    )
  const scopes = all('scope')
  const appUrl = readAppUrl(url)
  return {
    title: one('title') ?? 'App',
    url: appUrl,
    ...defined({
      scopes: scopes ? readScopes(scopes) : defaultScopes,
      installed: isOn('not-installed') ? false : undefined,
      version: one('app-version'),
      installUrl: read('install-url', (text) => readInstallUrl(text, appUrl)),
      clientId: one('client-id'),
      clientSecret: one('client-secret'),
      placement: one('placement'),
      placementOptions: read('placement-options', (text) => readJson('placement-options', text)),
    }),
  }
}

/** Reads the value of a flag, where it is given. */
function readerOf({ one }: GivenFlags) {
  return <T>(flag: string, read: (text: string) => T): T | undefined => {
    const text = one(flag)
    return text === undefined ? undefined : read(text)
  }
}

type Defined<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> }

/** Without what is not there: to leave an option out is its default. */
function defined<T extends object>(values: T): Defined<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>
}

async function readAnswers(path: string): Promise<Record<string, unknown>> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new UsageError(`--answers: ${path} can't be read: ${messageOf(cause)}`, { cause })
  })
  // Editors on Windows put a mark before all else, which is no JSON.
  const answers = parseJson(text.replace(/^\uFEFF/, ''))
  if (isRecord(answers)) return answers
  const example = '{"crm.deal.list": []}'
  throw new UsageError(
    `--answers: ${path} holds no JSON object with results by the names of methods, such as ${example}.`,
  )
}
