import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { writeSource } from '../../../demo/app/source.js'

it.each([
  [true, 'true'],
  [{ count: 1 }, '{ count: 1 }'],
  [[], '[]'],
  [{}, '{}'],
  [null, 'null'],
  ["it's", String.raw`'it\'s'`],
  [{ 'a-b': 'c' }, "{ 'a-b': 'c' }"],
  [JSON.parse('{ "__proto__": 1 }'), "{ ['__proto__']: 1 }"],
])('writes %j on one line', (value, source) => {
  expect(writeSource(value)).toBe(source)
})

it('writes what is too long for a line on many', () => {
  const names = ['ONCRMDEALADD', 'ONCRMDEALUPDATE', 'ONCRMDEALDELETE', 'ONCRMCONTACTADD', 'ONTASKADD']
  expect(writeSource({ names })).toBe(
    ['{', '  names: [', ...names.map((name) => `    '${name}',`), '  ],', '}'].join('\n'),
  )
})

it('writes any value as code that stands for it', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
      // JSON has no -0.
      const json = JSON.parse(JSON.stringify(value))
      expect(new Function(`return (${writeSource(json)})`)()).toEqual(json)
    }),
  )
})
