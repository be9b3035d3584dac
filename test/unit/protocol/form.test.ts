import {
  array,
  assert,
  boolean,
  constant,
  constantFrom,
  dictionary,
  double,
  integer,
  letrec,
  oneof,
  property,
  string,
} from 'fast-check'
import { expect, it } from 'vitest'
import { readForm } from '../../../src/portal/read-form.js'
import { writeForm } from '../../../src/protocol/form.js'
import type { Params } from '../../../src/protocol/message.js'

it.each<[string, Params, string]>([
  [
    'text and numbers',
    { event: 'OnCrmDealAdd', auth_type: 7, ratio: -0.5 },
    'event=OnCrmDealAdd&auth_type=7&ratio=-0.5',
  ],
  ['true as 1 and false as 0', { full: true, deep: { halt: false } }, 'full=1&deep[halt]=0'],
  ['nested keys in brackets', { fields: { TITLE: { en: 'New' } } }, 'fields[TITLE][en]=New'],
  ['lists by their indexes', { ids: [5, [6, { id: 7 }]] }, 'ids[0]=5&ids[1][0]=6&ids[1][1][id]=7'],
  ['an empty text', { auth_type: '' }, 'auth_type='],
  ['an empty list as an empty text', { ids: [], deep: { ids: [] } }, 'ids=&deep[ids]='],
  ['a date as JSON does', { since: new Date(0) }, 'since=1970-01-01T00:00:00.000Z'],
  ['what has a toJSON as JSON does', { sum: { toJSON: () => ({ value: 5 }) } }, 'sum[value]=5'],
])('writes %s', (_name, params, form) => {
  expect(decodeURIComponent(`${writeForm(params)}`)).toBe(form)
})

it.each<[string, Params]>([
  ['null and undefined', { none: null, missing: undefined, list: [null], deep: { none: null } }],
  ['empty objects', { none: {}, list: [{}], deep: { none: {} } }],
  ['numbers that JSON has not', { none: Number.NaN, endless: Number.POSITIVE_INFINITY }],
])('leaves out %s, and keeps what stands beside it', (_name, params) => {
  expect(`${writeForm({ before: 1, ...params, after: 2 })}`).toBe('before=1&after=2')
})

it('keeps the places of a list where something is left out', () => {
  expect(decodeURIComponent(`${writeForm({ ids: [null, 6, {}, 8] })}`)).toBe('ids[1]=6&ids[3]=8')
})

it('escapes what has a meaning in a form, in names as in values', () => {
  const params = { 'a&b': 'c=d&e', 'f+g': 'h+i j%20', ä: 'ö' }
  expect(`${writeForm(params)}`).toBe('a%26b=c%3Dd%26e&f%2Bg=h%2Bi+j%2520&%C3%A4=%C3%B6')
  expect(readForm(`${writeForm(params)}`)).toEqual(params)
})

it('throws where there is no JSON of it, rather than to write half of it', () => {
  const round: Params = { id: 1 }
  round.self = round
  expect(() => writeForm(round)).toThrow(TypeError)
})

/** Brackets in a name would be read as nesting. */
const name = oneof(
  constantFrom('0', '1', '01', 'auth', 'TITLE', 'constructor', '__proto__'),
  string({ unit: 'binary', minLength: 1 }),
).filter((text) => !/[[\]]/.test(text))
/** What has a meaning in a form has none in a text. */
const text = oneof(constantFrom('[]', 'x[0]', '?a[b]=c&d[]=e', '%5B%5D', '+%20'), string({ unit: 'binary' }))
const { value } = letrec((tie) => ({
  value: oneof(
    { depthSize: 'small', withCrossShrink: true },
    oneof(text, integer(), double(), boolean(), constant(null)),
    array(tie('value'), { maxLength: 4 }),
    dictionary(name, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}))

it('whatever it writes, the portal reads the same in the same places', () => {
  assert(
    property(dictionary(name, value, { noNullPrototype: true }), (params) => {
      expect(listTexts(readForm(`${writeForm(params)}`))).toEqual(listTexts(params))
    }),
    { numRuns: 1000 },
  )
})

/** Every text that a form can carry of a value, by its place, in the order of the places. */
function listTexts(value: unknown): [place: string, text: string][] {
  return [...walk(value, '')].sort(([first], [second]) => (first < second ? -1 : 1))
}

function* walk(value: unknown, place: string): Generator<[place: string, text: string]> {
  if (value === null || value === undefined) return
  if (typeof value === 'number' && !Number.isFinite(value)) return
  if (typeof value === 'boolean') yield [place, value ? '1' : '0']
  else if (typeof value !== 'object') yield [place, String(value)]
  else if (Array.isArray(value) && value.length === 0) yield [place, '']
  else
    for (const [key, inner] of Object.entries(value)) yield* walk(inner, `${place}[${JSON.stringify(key)}]`)
}
