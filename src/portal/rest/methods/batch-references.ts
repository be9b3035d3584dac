import { isRecord, type Params } from '../../../protocol/message.js'
import { jsonLength, MOST_CHARACTERS } from '../../json-bounds.js'
import { toText } from '../rest-params.js'

// `$result[key]` or `$result[key][field]...`. No key has a bracket: so each is looked at once, and not again from every start.
const REFERENCE = /\$result((?:\[[^\][]+\])+)/g

/**
 * Puts what earlier commands of a batch answered in the place of the references to it. `undefined`: that is more than a body may hold. A
 * reference is a few characters, and what it stands for a million.
 */
export function fillInReferences(params: Params, results: ReadonlyMap<string, unknown>): Params | undefined {
  let left = MOST_CHARACTERS

  /** What comes when there is no room any more is not looked at. */
  function bring(value: unknown): unknown {
    if (left >= 0) left -= jsonLength(value, left)
    return left < 0 ? undefined : value
  }

  function fillIn(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(fillIn)
    if (isRecord(value)) return fillInAll(value)
    if (typeof value !== 'string') return value
    const [whole] = [...value.matchAll(REFERENCE)]
    // A value that is nothing but a reference keeps its type.
    if (whole?.[0] === value) return bring(findResult(whole[1] ?? '', results))
    return value.replace(REFERENCE, (_, path: string) => toText(bring(toText(findResult(path, results)))))
  }

  const fillInAll = (values: Params) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, fillIn(value)]))

  const filledIn = fillInAll(params)
  return left < 0 ? undefined : filledIn
}

function findResult(path: string, results: ReadonlyMap<string, unknown>): unknown {
  const [key = '', ...fields] = [...path.matchAll(/\[([^\][]+)\]/g)].map(([, name = '']) => name)
  return fields.reduce(readField, results.get(key))
}

function readField(value: unknown, field: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, field)) return undefined
  return (value as Record<string, unknown>)[field]
}
