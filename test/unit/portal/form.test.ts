import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { assert, dictionary, oneof, property, record, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { writeDeliveryForm } from '../../../src/portal/delivery/form.js'
import { readForm } from '../../support/form.js'

const write = (fields: Record<string, unknown>) => decodeURIComponent(writeDeliveryForm(fields))

describe('a form', () => {
  it('writes nested keys in brackets', () => {
    expect(write({ event: 'ONCRMDEALADD', data: { FIELDS: { ID: 7405 } } })).toBe(
      'event=ONCRMDEALADD&data[FIELDS][ID]=7405',
    )
  })

  it('writes lists with their numbers', () => {
    expect(write({ data: { ids: [5, 'six', { id: 7 }] } })).toBe(
      'data[ids][0]=5&data[ids][1]=six&data[ids][2][id]=7',
    )
  })

  it('has a bound: a long name above a long list would be repeated before each of its values', () => {
    const data = { ['k'.repeat(10_000)]: Array(10_000).fill(1) }
    expect(() => write({ data })).toThrow('data: it makes a form of more than 50000000 characters')
    expect(write({ data: { k: Array(10_000).fill(1) } })).toContain('data[k][9999]=1')
  })

  it('writes true as 1 and false as 0', () => {
    expect(write({ yes: true, data: { no: false } })).toBe('yes=1&data[no]=0')
  })

  it.each([
    ['null', null],
    ['nothing', undefined],
    ['an empty list', []],
    ['an empty object', {}],
    ['an object with nothing inside', { a: null, b: [] }],
  ])('leaves out %s inside others', (_name, nothing) => {
    expect(write({ data: { nothing, zero: 0, text: '' } })).toBe('data[zero]=0&data[text]=')
  })

  it.each([
    ['null', null],
    ['nothing', undefined],
    ['an empty list', []],
    ['an empty object', {}],
    ['an object with nothing inside', { a: null, b: [] }],
    ['an empty text', ''],
  ])('has each key of its own, with an empty value for %s', (_name, nothing) => {
    expect(write({ data: nothing, ts: 1 })).toBe('data=&ts=1')
  })

  it('encodes what would be taken for its own signs', () => {
    expect(writeDeliveryForm({ data: { 'a&b': 'c=d&e[f]=g +%', 'x y': '😀' } })).toBe(
      'data%5Ba%26b%5D=c%3Dd%26e%5Bf%5D%3Dg+%2B%25&data%5Bx+y%5D=%F0%9F%98%80',
    )
  })

  it('is read back as it was written, whatever texts are in it', () => {
    const text = string({ unit: 'grapheme' })
    const name = string({ minLength: 1 }).filter(
      (key) => !/[[\].]|^\d+$|^__proto__$/.test(key) && !(key in {}),
    )
    const values = dictionary(name, oneof(text, record({ inner: text })), {
      noNullPrototype: true,
      minKeys: 1,
    })
    assert(
      property(values, (data) => {
        expect(readForm(writeDeliveryForm({ data }))).toEqual({ data })
      }),
    )
  })
})

it('takes no more memory than its length, also where nobody reads it', () => {
  setFlagsFromString('--expose-gc')
  const collectGarbage: () => void = runInNewContext('gc')
  const measure = () => {
    collectGarbage()
    return process.memoryUsage().heapUsed
  }
  const before = measure()
  const forms = Array.from({ length: 100 }, () => writeDeliveryForm({ data: 'Ж'.repeat(2000), ts: 1 }))
  const characters = forms.reduce((sum, { length }) => sum + length, 0)
  // It took ten times as much.
  expect(measure() - before).toBeLessThan(3 * characters)
})
