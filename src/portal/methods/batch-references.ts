import { isRecord, type Params } from '../../protocol/message.js'
import { toText } from '../rest-params.js'

// `$result[key]` or `$result[key][field]...`. No key has a bracket: so each is looked at once, and not again from every start.
const REFERENCE = /\$result((?:\[[^\][]+\])+)/g

/** Puts what earlier commands of a batch answered in the place of the references to it. */
export function fillInReferences(params: Params, results: ReadonlyMap<string, unknown>): Params {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, fillIn(value, results)]))
}

function fillIn(value: unknown, results: ReadonlyMap<string, unknown>): unknown {
  if (Array.isArray(value)) return value.map((inner) => fillIn(inner, results))
  if (isRecord(value)) return fillInReferences(value, results)
  if (typeof value !== 'string') return value
  const [whole] = [...value.matchAll(REFERENCE)]
  // A value that is nothing but a reference keeps its type.
  if (whole?.[0] === value) return findResult(whole[1] ?? '', results)
  return value.replace(REFERENCE, (_, path: string) => toText(findResult(path, results)))
}

function findResult(path: string, results: ReadonlyMap<string, unknown>): unknown {
  const [key = '', ...fields] = [...path.matchAll(/\[([^\][]+)\]/g)].map(([, name = '']) => name)
  return fields.reduce(readField, results.get(key))
}

function readField(value: unknown, field: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, field)) return undefined
  return (value as Record<string, unknown>)[field]
}
