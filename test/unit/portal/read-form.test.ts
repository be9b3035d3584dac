import { describe, expect, it } from 'vitest'
import { readForm } from '../../../src/portal/read-form.js'

it.each([
  ['as they are', 'cmd[0]=a&cmd[1]=b&fields[TITLE][x]=1'],
  ['escaped', 'cmd%5B0%5D=a&cmd%5b1%5d=b&fields%5BTITLE%5D%5Bx%5D=1'],
])('reads nested keys with brackets %s', (_name, form) => {
  expect(readForm(form)).toEqual({ cmd: ['a', 'b'], fields: { TITLE: { x: '1' } } })
})

it('leaves the brackets of values', () => {
  expect(readForm('cmd%5Bk%5D=m%3Fids%5B0%5D%3D1&x=[y]')).toEqual({ cmd: { k: 'm?ids[0]=1' }, x: '[y]' })
})

it.each(['[]', '[0]', '%5B%5D', '=[]', '?b%5B%5D%3D1', '[a]%26b'])(
  'leaves %s as a value, or at its end',
  (value) => {
    const text = decodeURIComponent(value)
    expect(readForm(`x=${value}&y[0]=z${value}&z=1`)).toEqual({ x: text, y: [`z${text}`], z: '1' })
  },
)

describe('a list', () => {
  it.each([
    ['of empty brackets', 'a[]=1&a%5B%5D=2', ['1', '2']],
    ['of numbers', 'a[0]=1&a[1]=2', ['1', '2']],
    ['of numbers in another order', 'a[1]=2&a[0]=1', ['1', '2']],
    ['of both', 'a[0]=1&a[]=2', ['1', '2']],
    ['of lists and records', 'a[][b]=1&a[][]=2', [{ b: '1' }, ['2']]],
  ])('is one %s', (_name, form, a) => {
    expect(readForm(form)).toEqual({ a })
  })

  it.each([
    ['with a gap', 'a[0]=1&a[2]=2', { 0: '1', 2: '2' }],
    ['that begins late', 'a[1]=1', { 1: '1' }],
    ['of another writing of a number', 'a[00]=1', { '00': '1' }],
    ['with a name in it', 'a[]=1&a[x]=2&a[]=3', { 0: '1', x: '2', 1: '3' }],
    ['that goes on behind a gap', 'a[5]=1&a[]=2', { 5: '1', 6: '2' }],
    ['of one far place', 'a[4294967294]=1&a[]=2', { 4294967294: '1', 4294967295: '2' }],
  ])('is none %s', (_name, form, a) => {
    expect(readForm(form)).toEqual({ a })
  })
})

it('takes what stands last under a name', () => {
  expect(readForm('a=1&a=2&b=1&b[c]=2&d[e]=1&d=2')).toEqual({ a: '2', b: { c: '2' }, d: '2' })
})

it('takes names as they are where brackets say nothing', () => {
  expect(readForm('[a]=1&b[c=2&d]=3&=4&e[f]g=5&h[i][j=6')).toEqual({
    '[a]': '1',
    'b[c': '2',
    'd]': '3',
    e: { f: '5' },
    h: { i: '6' },
  })
})

it.each(['constructor', 'toString', 'prototype', '__proto__'])('reads a key %s like any other', (key) => {
  const expected = JSON.parse(`{"${key}": "1", "a": {"${key}": "2", "b": {"${key}": {"c": "3"}}}}`)
  const form = readForm(`${key}=1&a[${key}]=2&a[b][${key}][c]=3`)
  expect(JSON.stringify(form)).toBe(JSON.stringify(expected))
  expect(form).toEqual(expected)
  expect(Object.keys(Object.prototype)).toEqual([])
})

it('leaves out what is nested more than 64 levels deep, as PHP does', () => {
  const nested = (levels: number) => `a${'[b]'.repeat(levels)}=1`
  expect(JSON.stringify(readForm(nested(64)))).toBe(`{"a":${'{"b":'.repeat(64)}"1"${'}'.repeat(65)}`)
  expect(readForm(`${nested(65)}&${nested(100_000)}&c=1`)).toEqual({ c: '1' })
})

it('reads what is escaped wrongly as well as it can', () => {
  expect(readForm('a=100%&%=1&b=%ff')).toEqual({ a: '100%', '%': '1', b: '\ufffd' })
})
