import { isRecord, type Params } from '../../protocol/message.js'
import { MOST_CHARACTERS } from '../json-bounds.js'
import { readForm } from '../read-form.js'
import { RestError } from '../rest-error.js'
import { toText } from '../rest-params.js'
import { fillInReferences } from './batch-references.js'
import type { Method } from './method.js'

const MOST_COMMANDS = 50
const TOO_LARGE = new RestError(
  413,
  'INVALID_REQUEST',
  `The references bring more than ${MOST_CHARACTERS} characters`,
)

/**
 * Source: the documentation of `batch`. Commands run one after another; `halt` ends with the first that fails. A command can
 * take what an earlier one answered: `$result[key][field]`.
 */
export const batch: Method = ({ params, call }) => {
  const commands = Object.entries(readCommands(params.get('CMD')))
  if (commands.length > MOST_COMMANDS) {
    throw new RestError(400, 'ERROR_BATCH_LENGTH_EXCEEDED', 'Max batch length exceeded')
  }
  const answers = {
    result: new Map(),
    result_error: new Map(),
    result_total: new Map(),
    result_next: new Map(),
  }
  const times = new Map<string, unknown>()
  for (const [key, command] of commands) {
    const { answer } = carryOut(toText(command), answers.result, call)
    times.set(key, answer.time)
    if ('error' in answer) {
      const { time: _, ...error } = answer
      answers.result_error.set(key, error)
      if (params.flag('HALT')) break
    } else {
      answers.result.set(key, answer.result)
      if ('total' in answer) answers.result_total.set(key, answer.total)
      if ('next' in answer) answers.result_next.set(key, answer.next)
    }
  }
  const written = Object.entries({ ...answers, result_time: times }).map(([name, values]) => [
    name,
    writeList(values),
  ])
  return Object.fromEntries(written)
}

function readCommands(commands: unknown): Params {
  return isRecord(commands) || Array.isArray(commands) ? { ...commands } : {}
}

function carryOut(
  command: string,
  results: ReadonlyMap<string, unknown>,
  call: Parameters<Method>[0]['call'],
) {
  const [method = '', ...query] = command.split('?')
  if (method.trim().toLowerCase() === 'batch') {
    const description = 'Method is not allowed for batch usage'
    return { answer: new RestError(400, 'ERROR_BATCH_METHOD_NOT_ALLOWED', description).answer }
  }
  const params = fillInReferences(readForm(query.join('?')), results)
  return params ? call(method.trim(), params) : { answer: TOO_LARGE.answer }
}

/** As portals write lists: what is numbered from 0 without a gap is an array, the empty list too. */
function writeList(values: ReadonlyMap<string, unknown>): unknown {
  const isArray = [...values.keys()].every((key, index) => key === String(index))
  return isArray ? [...values.values()] : Object.fromEntries(values)
}
