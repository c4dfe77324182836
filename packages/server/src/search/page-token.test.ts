import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  decodeLoggedModelPageToken,
  decodePageToken,
  encodeLoggedModelPageToken,
  encodePageToken,
  type LoggedModelSearch,
} from './index.ts'

const base64 = (text: string) => Buffer.from(text).toString('base64')

test('a token is what MLflow writes', () => {
  expect(encodePageToken(5)).toBe('eyJvZmZzZXQiOiA1fQ==')
})

test.each([undefined, ''])('%j is the first page', (token) => {
  expect(decodePageToken(token)).toBe(0)
})

test('every offset comes back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1 }), (offset) => decodePageToken(encodePageToken(offset)) === offset),
  )
})

// Token, offset: all of these were accepted by MLflow.
const accepted: [string, number][] = [
  [base64('{"offset":5}'), 5],
  [base64(' {"offset": 5, "x": 1} '), 5],
  [base64('{"offset": "5"}'), 5],
  [base64('{"offset": 1.5}'), 1],
  [base64('{"offset": true}'), 1],
  [base64('{"offset": 1e2}'), 100],
  [base64('{"offset": 5, "offset": 6}'), 6],
  [base64('\ufeff{"offset": 5}'), 5],
  [`${base64('{"offset": 5}')}======`, 5],
  [`${base64('{"offset": 5}')}x`, 5],
  ['eyJ vZmZzZXQi\nOiA1fQ==!', 5],
  [base64('{"offset": -5}'), 0],
]

test.each(accepted)('%s skips %i', (token, offset) => {
  expect(decodePageToken(token)).toBe(offset)
})

// Token, code, message: measured on MLflow.
const refused: [string, string, string][] = [
  ['foo', 'INVALID_PARAMETER_VALUE', 'Invalid page token, could not base64-decode'],
  ['Zm9vZ', 'INVALID_PARAMETER_VALUE', 'Invalid page token, could not base64-decode'],
  ['Zm9vYg=', 'INVALID_PARAMETER_VALUE', 'Invalid page token, could not base64-decode'],
  ['Z=g=', 'INVALID_PARAMETER_VALUE', 'Invalid page token, could not base64-decode'],
  ['eyJvZmZzZXQiOiA1fQ', 'INVALID_PARAMETER_VALUE', 'Invalid page token, could not base64-decode'],
  ['Zm9v', 'INVALID_PARAMETER_VALUE', "Invalid page token, decoded value=b'foo'"],
  ['Zm=9v', 'INVALID_PARAMETER_VALUE', "Invalid page token, decoded value=b'foo'"],
  ['Zg==Zg==', 'INVALID_PARAMETER_VALUE', "Invalid page token, decoded value=b'f'"],
  ['!!!!', 'INVALID_PARAMETER_VALUE', "Invalid page token, decoded value=b''"],
  ['//4=', 'INVALID_PARAMETER_VALUE', "Invalid page token, decoded value=b'\\xff\\xfe'"],
  [base64("it's"), 'INVALID_PARAMETER_VALUE', 'Invalid page token, decoded value=b"it\'s"'],
  [base64('it\'s "q"'), 'INVALID_PARAMETER_VALUE', "Invalid page token, decoded value=b'it\\'s \"q\"'"],
  [base64('a\n\t\\\0b'), 'INVALID_PARAMETER_VALUE', "Invalid page token, decoded value=b'a\\n\\t\\\\\\x00b'"],
  [base64('{}'), 'INVALID_PARAMETER_VALUE', 'Invalid page token, parsed value={}'],
  [base64('{"offset": 0}'), 'INVALID_PARAMETER_VALUE', "Invalid page token, parsed value={'offset': 0}"],
  [
    base64('{"offset": null}'),
    'INVALID_PARAMETER_VALUE',
    "Invalid page token, parsed value={'offset': None}",
  ],
  [
    base64('{"a": 1, "b": [true, null, "x"]}'),
    'INVALID_PARAMETER_VALUE',
    "Invalid page token, parsed value={'a': 1, 'b': [True, None, 'x']}",
  ],
  [base64('{"offset": "a"}'), 'INVALID_PARAMETER_VALUE', 'Invalid page token, not stringable a'],
  [base64('[1]'), 'INTERNAL_ERROR', "'list' object has no attribute 'get'"],
  [base64('5'), 'INTERNAL_ERROR', "'int' object has no attribute 'get'"],
  [base64('null'), 'INTERNAL_ERROR', "'NoneType' object has no attribute 'get'"],
  [
    base64('{"offset": [1]}'),
    'INTERNAL_ERROR',
    "int() argument must be a string, a bytes-like object or a real number, not 'list'",
  ],
  ['ж', 'INTERNAL_ERROR', 'string argument should contain only ASCII characters'],
]

test.each(refused)('%s is refused', (token, code, message) => {
  expect(() => decodePageToken(token)).toThrowError(expect.objectContaining({ code, message }))
})

test('an offset beyond exact numbers is refused', () => {
  expect(() => decodePageToken(base64('{"offset": 99999999999999999999}'))).toThrowError(
    expect.objectContaining({ code: 'INVALID_PARAMETER_VALUE' }),
  )
})

test('JSON nested however deep is refused', () => {
  const deep = base64(`{"a": ${'['.repeat(20_000)}${']'.repeat(20_000)}}`)
  expect(() => decodePageToken(deep)).toThrowError(
    expect.objectContaining({ message: expect.stringContaining('Invalid page token, parsed value=') }),
  )
})

describe('of logged models', () => {
  const search: LoggedModelSearch = {
    experiment_ids: ['0'],
    filter: "name = 'm'",
    order_by: [{ field_name: 'name' }, { field_name: 'metrics.a', ascending: false, dataset_name: 'd' }],
  }
  const none: LoggedModelSearch = { experiment_ids: ['0'] }
  const token = (parts: object) => base64(JSON.stringify({ experiment_ids: ['0'], offset: 1, ...parts }))

  // Both texts come from a running server.
  test.each([
    [none, '{"experiment_ids": ["0"], "filter_string": null, "order_by": null, "offset": 1}'],
    [
      search,
      `{"experiment_ids": ["0"], "filter_string": "name = 'm'", "order_by": [{"field_name": "name", "ascending": true, "dataset_name": null, "dataset_digest": null}, {"field_name": "metrics.a", "ascending": false, "dataset_name": "d", "dataset_digest": null}], "offset": 1}`,
    ],
  ])('a token holds the whole search as MLflow writes it', (given, text) => {
    expect(Buffer.from(encodeLoggedModelPageToken(given, 1), 'base64').toString()).toBe(text)
  })

  test('the same search finds its offset again', () => {
    expect(decodeLoggedModelPageToken(encodeLoggedModelPageToken(search, 7), search)).toBe(7)
    const unicode = { ...none, filter: "name = 'ж😀'" }
    expect(decodeLoggedModelPageToken(encodeLoggedModelPageToken(unicode, 7), unicode)).toBe(7)
  })

  test('nothing, an empty filter and an empty order are one', () => {
    const empty = { ...none, filter: '', order_by: [] }
    expect(decodeLoggedModelPageToken(encodeLoggedModelPageToken(none, 7), empty)).toBe(7)
    expect(decodeLoggedModelPageToken(token({ filter_string: '', order_by: [] }), none)).toBe(1)
  })

  const ids = 'Experiment IDs in the page token do not match the requested experiment IDs'
  test.each([
    [{ ...none, experiment_ids: ['0', '1'] }, token({}), `${ids}. Expected: ['0', '1']. Found: ['0']`],
    [none, base64('{}'), `${ids}. Expected: ['0']. Found: None`],
    [none, token({ experiment_ids: '0' }), `${ids}. Expected: ['0']. Found: 0`],
    [
      { ...none, filter: "name = 'x'" },
      token({}),
      "Filter string in the page token does not match the requested filter string. Expected: name = 'x'. Found: None",
    ],
    [
      none,
      token({ order_by: 'x' }),
      'Order by in the page token does not match the requested order by. Expected: None. Found: x',
    ],
    [none, 'Zm9v', 'Invalid page token: Zm9v. Expecting value: line 1 column 1 (char 0)'],
  ])('%j with the token %s is refused', (given, text, message) => {
    expect(() => decodeLoggedModelPageToken(text, given)).toThrowError(
      expect.objectContaining({ code: 'INVALID_PARAMETER_VALUE', message }),
    )
  })

  test.each(['foo', base64('[1]'), base64('null')])(
    '%s, where MLflow crashes, is an INTERNAL_ERROR',
    (text) => {
      expect(() => decodeLoggedModelPageToken(text, none)).toThrowError(
        expect.objectContaining({ code: 'INTERNAL_ERROR' }),
      )
    },
  )
})
