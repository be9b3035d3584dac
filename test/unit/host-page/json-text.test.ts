import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readJsonText } from '../../../demo/portal/state/json-text.js'

it.each([
  ['', 'Line 1, column 1: expected a value, not the end.'],
  ['{\n  "a": 1,\n}', 'Line 3, column 1: expected a name in double quotes, not "}".'],
  ['{a: 1}', 'Line 1, column 2: expected a name in double quotes or }, not "a".'],
  ["{'a': 1}", 'Line 1, column 2: expected a name in double quotes or }, not "\'".'],
  ['{"a" 1}', 'Line 1, column 6: expected a colon, not "1".'],
  ['{"a": }', 'Line 1, column 7: expected a value, not "}".'],
  ['{"a": 1 "b": 2}', 'Line 1, column 9: expected a comma or }, not "\\"".'],
  ['[1 2]', 'Line 1, column 4: expected a comma or ], not "2".'],
  ['[1, 2', 'Line 1, column 6: expected a comma or ], not the end.'],
  ['[,]', 'Line 1, column 2: expected a value or ], not ",".'],
  ['{"a": 1} x', 'Line 1, column 10: expected nothing more, not "x".'],
  ['{"a": 01}', 'Line 1, column 7: expected a value, not "0".'],
  ['{"a": "\n"}', 'Line 1, column 7: expected a value, not "\\"".'],
  ['nulls', 'Line 1, column 1: expected a value, not "n".'],
])('says what is wrong with %j, and where', (text, problem) => {
  expect(readJsonText(text)).toEqual({ problem })
})

it('reads all that is JSON', () => {
  fc.assert(
    fc.property(fc.json(), fc.integer({ min: 0, max: 4 }), (text, indent) => {
      const value: unknown = JSON.parse(text)
      expect(readJsonText(JSON.stringify(value, undefined, indent))).toEqual({ value })
    }),
  )
})

it('finds a place in whatever is none', () => {
  const damaged = fc.tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', ':', '"', '}', ']', '0', 'x', '\n'))
  fc.assert(
    fc.property(damaged, ([text, at, put]) => {
      const place = at % (text.length + 1)
      const other = text.slice(0, place) + put + text.slice(place + 1)
      const read = readJsonText(other)
      if ('problem' in read) expect(read.problem).toMatch(/^Line \d+, column \d+: expected [^S]/)
    }),
    { numRuns: 1000 },
  )
})

it('takes nesting of any depth', () => {
  expect(readJsonText('['.repeat(50_000))).toEqual({
    problem: 'Line 1, column 50001: expected a value or ], not the end.',
  })
})
