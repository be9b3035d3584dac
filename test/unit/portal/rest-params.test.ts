import { describe, expect, it } from 'vitest'
import { createRestParams } from '../../../src/portal/rest/rest-params.js'

describe('the parameters of a call', () => {
  it('are found by their names in any case', () => {
    const params = createRestParams({ Event: 'a', handler: 'b', AUTH_TYPE: 5 })
    expect([params.text('EVENT'), params.text('HANDLER'), params.integer('AUTH_TYPE')]).toEqual(['a', 'b', 5])
    expect(params.get('EVENT')).toBeDefined()
    expect(params.get('SCOPE')).toBeUndefined()
    expect(params.asSent).toEqual({ Event: 'a', handler: 'b', AUTH_TYPE: 5 })
  })

  it('are never what names of prototypes stand for', () => {
    const params = createRestParams(JSON.parse('{"__proto__":{"EVENT":"x"}}'))
    expect(params.text('EVENT')).toBe('')
    expect(createRestParams({}).get('CONSTRUCTOR')).toBeUndefined()
  })

  it.each(['auth', 'AUTH', 'Auth'])('never have %s among them', (name) => {
    const params = createRestParams({ [name]: 'x', a: 1 })
    expect(params.get('AUTH')).toBeUndefined()
    expect(params.asSent).toEqual({ a: 1 })
  })

  it.each<[unknown, string]>([
    ['x', 'x'],
    [7, '7'],
    [0, '0'],
    [true, 'true'],
    [null, ''],
    [undefined, ''],
    [['x'], ''],
    [{ x: 1 }, ''],
  ])('read %j as the text %j', (value, text) => {
    expect(createRestParams({ event: value }).text('EVENT')).toBe(text)
  })

  it.each<[unknown, number | undefined]>([
    [5, 5],
    ['5', 5],
    [' 5 ', 5],
    ['-1', -1],
    ['', 0],
    ['Anna', 0],
    ['5x', 0],
    ['5.5', 0],
    [1.5, 0],
    ['0x10', 0],
    [true, 0],
    [[5], 0],
    [null, undefined],
    [undefined, undefined],
  ])('read %j as the integer %j', (value, integer) => {
    expect(createRestParams({ auth_type: value }).integer('AUTH_TYPE')).toBe(integer)
    expect(createRestParams({}).integer('AUTH_TYPE')).toBeUndefined()
  })

  it.each<[unknown, boolean]>([
    [true, true],
    ['true', true],
    [1, true],
    ['1', true],
    ['Y', true],
    [false, false],
    ['false', false],
    [0, false],
    ['0', false],
    ['N', false],
    ['n', false],
    ['', false],
    [null, false],
    [undefined, false],
  ])('read %j as a switch that is on: %j', (value, isOn) => {
    expect(createRestParams({ full: value }).flag('FULL')).toBe(isOn)
  })
})
