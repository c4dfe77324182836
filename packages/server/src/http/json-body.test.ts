import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseBody } from './json-body.ts'

it.each<[text: string, value: object]>([
  ['', {}],
  [' \n', {}],
  ['null', {}],
  ['{"a": 1}', { a: 1 }],
  ['{"v": NaN}', { v: 'NaN' }],
  ['{"v": Infinity, "w": -Infinity}', { v: 'Infinity', w: '-Infinity' }],
  ['{"v": [NaN, 1, NaN]}', { v: ['NaN', 1, 'NaN'] }],
  ['{"v": "NaN, Infinity"}', { v: 'NaN, Infinity' }],
  ['{"v": "a \\" NaN", "w": NaN}', { v: 'a " NaN', w: 'NaN' }],
  ['{"v": 9007199254740993}', { v: '9007199254740993' }],
  ['{"v": -9223372036854775808 }', { v: '-9223372036854775808' }],
  ['{"v":[9007199254740993]}', { v: ['9007199254740993'] }],
  ['{"v": "9007199254740993"}', { v: '9007199254740993' }],
  ['{"v": ":9007199254740993,"}', { v: ':9007199254740993,' }],
  ['{"v": 1764000000000000}', { v: 1764000000000000 }],
  ['{"v": 0.12345678901234566}', { v: 0.12345678901234566 }],
  ['{"v": 12345678901234567890.5}', { v: Number('12345678901234567890.5') }],
  ['{"v": 12345678901234567e3}', { v: Number('12345678901234567e3') }],
  ['{"v": 9007199254740993, "w": 1.5e+3, "x": 12}', { v: '9007199254740993', w: 1500, x: 12 }],
  ['{"v": "\\\\", "w": NaN, "x": "\\\\\\""}', { v: '\\', w: 'NaN', x: '\\"' }],
  ['{"v": 12345678901234567890.5, "w": NaN}', { v: Number('12345678901234567890.5'), w: 'NaN' }],
  ['{"v": NaN, "w": 0.12345678901234567}', { v: 'NaN', w: 0.12345678901234566 }],
  ['{"v": NaN, "w": 9007199254740993}', { v: 'NaN', w: '9007199254740993' }],
  ['"{\\"a\\": 1}"', { a: 1 }],
  ['"{\\"a\\": NaN}"', { a: 'NaN' }],
  ['"{\\"a\\": 9007199254740993}"', { a: '9007199254740993' }],
  ['{"": {"__proto__": 1}}', { '': JSON.parse('{"__proto__": 1}') }],
])('%s', (text, value) => {
  expect(parseBody(text)).toEqual(value)
  expect(parseBody(Buffer.from(text))).toEqual(value)
})

it.each([
  '{',
  '[1]',
  '5',
  'true',
  '"text"',
  '"[1]"',
  '{"a": nan}',
  "{'a': 1}",
  '{"a": 1,}',
  '{"a": NaN',
  '\0',
  '{"a": -NaN}',
])('%j is refused as a wrong value', (text) => {
  expect(() => parseBody(text)).toThrow(expect.objectContaining({ code: 'INVALID_PARAMETER_VALUE' }))
})

it('every JSON object is read as JSON.parse reads it, integers beyond 2^53 apart', () => {
  const objects = fc.dictionary(fc.string(), fc.jsonValue({ noUnicodeString: false }))
  fc.assert(
    fc.property(objects, (object) => {
      const text = JSON.stringify(object)
      fc.pre(!/\d{16}/.test(text))
      expect(parseBody(text)).toEqual(JSON.parse(text))
    }),
  )
})

const LONG = 'x'.repeat(12_000_000)

it.each<[name: string, text: string, value: unknown]>([
  ['digits', `{"v": NaN, "w": ${'1'.repeat(1_000_000)}.5}`, Number.POSITIVE_INFINITY],
  ['a string', `{"v": 12345678901234567890, "w": "${LONG}"}`, LONG],
  ['escapes', `{"v": NaN, "w": "${'\\\\'.repeat(1_000_000)}"}`, '\\'.repeat(1_000_000)],
  ['quotes', `{"v": NaN, "w": "${'\\"'.repeat(1_000_000)}"}`, '"'.repeat(1_000_000)],
])('a body long of %s is read in the time of its length', (_name, text, value) => {
  const started = performance.now()
  expect(parseBody(text).w === value).toBe(true)
  expect(performance.now() - started).toBeLessThan(3000)
})

it('a string of backslashes that never ends is refused at once', () => {
  const started = performance.now()
  expect(() => parseBody(`{"v": NaN, "w": "${'\\'.repeat(1_000_000)}`)).toThrow('not valid JSON')
  expect(performance.now() - started).toBeLessThan(3000)
})
