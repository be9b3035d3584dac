import type { RestCallRecord } from 'bx24-events/server'

/** As many as a portal takes; a hostile app may send any number. */
const KEPT_COMMANDS = 50

/** One call in a batch. */
export interface BatchCommand {
  readonly key: string
  readonly method: string
  /** Its parameters, as a query. */
  readonly query: string
}

/** What a batch calls, and what has become of it. */
export interface Batch {
  /** The first 50. */
  readonly commands: readonly BatchCommand[]
  readonly count: number
  /** How many of them were refused: that of a batch which is carried out is 200 all the same. */
  readonly refused: number
  /** The parameters of the batch itself. */
  readonly others: Readonly<Record<string, unknown>>
}

/** `undefined`: it is no batch. The commands come as a list or by names, `method?query` each. */
export function readBatch({ method, params, answer }: RestCallRecord): Batch | undefined {
  if (!/^batch$/i.test(method)) return undefined
  const isCommands = (name: string) => /^cmd$/i.test(name)
  const commands = membersOf(Object.entries(params).find(([name]) => isCommands(name))?.[1])
  const { result_error: errors } = Object(answer.result)
  return {
    commands: commands.slice(0, KEPT_COMMANDS).map(readCommand),
    count: commands.length,
    refused: membersOf(errors).length,
    others: Object.fromEntries(Object.entries(params).filter(([name]) => !isCommands(name))),
  }
}

function readCommand([key, command]: readonly [string, unknown]): BatchCommand {
  const [method = '', ...query] = String(command).split('?')
  return { key, method, query: query.join('?') }
}

function membersOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : []
}
