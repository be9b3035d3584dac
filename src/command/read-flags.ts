import { parseArgs } from 'node:util'
import { askWhetherMeant } from '../portal/near.js'
import { FLAGS, type Flag } from './flags.js'
import { UsageError } from './usage-error.js'

/** What the command was given, as texts. */
export interface GivenFlags {
  /** What is no flag: the app's URL, if all is well. */
  readonly others: readonly string[]
  isOn(name: string): boolean
  /** The value of a flag that is given once; `undefined`: it is not given. */
  one(name: string): string | undefined
  /** The values of a flag that may be given again; `undefined`: it is not given. */
  all(name: string): readonly string[] | undefined
}

/** Throws a `UsageError` for a flag that there is not, that has no value or one too many, and that is given twice for nothing. */
export function readFlags(parameters: readonly string[]): GivenFlags {
  const { tokens } = parseArgs({ args: [...parameters], options: OPTIONS, strict: false, tokens: true })
  const given = new Map<string, string[]>()
  const others: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') others.push(token.value)
    if (token.kind !== 'option') continue
    const flag = findFlag(token.name, token.rawName)
    const known = given.get(flag.name)
    if (known && !flag.isList) throw new UsageError(`--${flag.name} is given twice.`)
    given.set(flag.name, [...(known ?? []), readValue(flag, token)])
  }
  return {
    others,
    isOn: (name) => given.has(name),
    one: (name) => given.get(name)?.[0],
    all: (name) => given.get(name),
  }
}

const OPTIONS = Object.fromEntries(
  [...FLAGS.values()].map(({ name, short, value }) => [
    name,
    { type: value ? 'string' : 'boolean', ...(short ? { short } : {}) } as const,
  ]),
)

function findFlag(name: string, asWritten: string): Flag {
  const flag = FLAGS.get(name)
  if (flag) return flag
  const names = [...FLAGS.keys()].map((known) => `--${known}`)
  throw new UsageError(
    `There is no flag ${asWritten}.${askWhetherMeant(asWritten, names)} bx24-portal --help lists all.`,
  )
}

interface Given {
  readonly value?: string | undefined
  /** Whether it is written with an equals sign. */
  readonly inlineValue?: boolean | undefined
}

function readValue({ name, value: expected }: Flag, { value, inlineValue }: Given): string {
  if (expected === undefined) {
    if (value === undefined) return ''
    throw new UsageError(`--${name} takes no value: leave out =${value}.`)
  }
  // The next flag is no value: its own is left out. An empty one is what a script makes of a variable that is not set.
  if (value && (inlineValue || !value.startsWith('-'))) return value
  throw new UsageError(`--${name} needs a value: --${name} ${expected}.`)
}
