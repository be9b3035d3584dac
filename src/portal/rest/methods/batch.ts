import { isRecord, type Params } from '../../../protocol/message.js'
import type { RestAnswer } from '../../../protocol/rest.js'
import { MOST_CHARACTERS } from '../../json-bounds.js'
import { readForm } from '../../read-form.js'
import { RestError } from '../rest-error.js'
import { toText } from '../rest-params.js'
import { fillInReferences } from './batch-references.js'
import type { Method, MethodCall } from './method.js'

const MOST_COMMANDS = 50

/**
 * Source: the documentation of `batch`. Commands run one after another; `halt` ends with the first that fails. A command can
 * take what an earlier one answered: `$result[key][field]`.
 */
export const batch: Method = ({ params, call }) => {
  const commands = Object.entries(readCommands(params.get('CMD')))
  if (commands.length > MOST_COMMANDS) {
    throw new RestError(400, 'ERROR_BATCH_LENGTH_EXCEEDED', 'Max batch length exceeded')
  }
  const lists = {
    result: createList(),
    result_error: createList(),
    result_total: createList(),
    result_next: createList(),
    result_time: createList(),
  }
  for (const [key, command] of commands) {
    const { time, ...answer } = carryOut(toText(command), lists.result, call)
    lists.result_time.set(key, time)
    if ('error' in answer) {
      lists.result_error.set(key, answer)
      if (params.flag('HALT')) break
    } else {
      lists.result.set(key, answer.result)
      if ('total' in answer) lists.result_total.set(key, answer.total)
      if ('next' in answer) lists.result_next.set(key, answer.next)
    }
  }
  return Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, writeList(list)]))
}

/** What commands have answered, by their keys. */
const createList = () => new Map<string, unknown>()

function readCommands(commands: unknown): Params {
  return isRecord(commands) || Array.isArray(commands) ? { ...commands } : {}
}

function carryOut(
  command: string,
  results: ReadonlyMap<string, unknown>,
  call: MethodCall['call'],
): RestAnswer {
  const [method = '', ...query] = command.split('?')
  if (method.trim().toLowerCase() === 'batch') {
    return {
      error: 'ERROR_BATCH_METHOD_NOT_ALLOWED',
      error_description: 'Method is not allowed for batch usage',
    }
  }
  const params = fillInReferences(readForm(query.join('?')), results)
  if (params) return call(method.trim(), params).answer
  const description = `The references bring more than ${MOST_CHARACTERS} characters`
  return { error: 'INVALID_REQUEST', error_description: description }
}

/** As portals write lists: what is numbered from 0 without a gap is an array, the empty list too. */
function writeList(values: ReadonlyMap<string, unknown>): unknown {
  const isArray = [...values.keys()].every((key, index) => key === String(index))
  return isArray ? [...values.values()] : Object.fromEntries(values)
}
