import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseSignature, type ScalarType } from '../signature.ts'
import { csvTable } from './csv-columns.ts'

function schemaOf(columns: Record<string, ScalarType>) {
  const inputs = Object.entries(columns).map(([name, type]) => ({ name, type, required: true }))
  return parseSignature({ inputs: JSON.stringify(inputs) }).inputs
}

function read(text: string, columns: Record<string, ScalarType>) {
  const read = csvTable(Buffer.from(text), schemaOf(columns))
  return read && Object.fromEntries(read.table.columns.map(({ name, values }) => [name, Array.from(values)]))
}

test('numbers are read into columns of their types, in the order of the schema', () => {
  const text = 'n,skipped,x,f,i\n-7,a b,0.5,0.1,2147483647\r\n9007199254740,,-1e-3,,-0\n'
  const columns = { x: 'double', n: 'long', f: 'float', i: 'integer' } as const
  expect(read(text, columns)).toEqual({
    x: [0.5, -0.001],
    n: [-7n, 9007199254740n],
    f: [Math.fround(0.1), Number.NaN],
    i: [2147483647, 0],
  })
})

test.each([
  ['the last line may lack its break', 'x,y\n1,2', [1], [2]],
  ['a gap is no number', 'x,y\n,2\n3,\n', [Number.NaN, 3], [2, Number.NaN]],
  ['many digits', 'x,y\n0.1234567890123456,12345678901234567\n', [0.1234567890123456], [12345678901234568]],
  ['exponents', 'x,y\n1E5,-2.5e+3\n', [1e5], [-2500]],
])('%s', (_, text, x, y) => {
  expect(read(text, { x: 'double', y: 'double' })).toEqual({ x, y })
})

test.each([
  ['quotes', 'x,y\n"1",2\n'],
  ['a word', 'x,y\nNA,2\n'],
  ['a space', 'x,y\n1, 2\n'],
  ['a short row', 'x,y\n1\n'],
  ['a long row', 'x,y\n1,2,3\n'],
  ['an empty line', 'x,y\n1,2\n\n3,4\n'],
  ['a missing column', 'x,z\n1,2\n'],
  ['a repeated column', 'x,y,x\n1,2,3\n'],
  ['no rows', 'x,y\n'],
  ['nothing', ''],
  ['a number too large', 'x,y\n1e400,2\n'],
  ['an exponent without digits', 'x,y\n1e,2\n'],
  ['a point alone', 'x,y\n.,2\n'],
  ['a mark of byte order', '\ufeffx,y\n1,2\n'],
])('%s is left to others', (_, text) => {
  expect(read(text, { x: 'double', y: 'double' })).toBeUndefined()
})

test.each([
  ['a gap', '\n'],
  ['a fraction', '1.0\n'],
  ['too many digits', '9007199254740993\n'],
])('%s is no plain whole number', (_, field) => {
  expect(read(`x,n\n1,${field}`, { x: 'double', n: 'long' })).toBeUndefined()
  expect(read('x,n\n1,2147483648\n', { x: 'double', n: 'integer' })).toBeUndefined()
})

test.each([
  ['123456789012345', true],
  ['1234.56789012345e-7', true],
  ['1234567890123456', false],
  ['0.0000000000000001', false],
  ['1e23', false],
])('%s is told the same by all who read it: %j', (field, isExact) => {
  expect(csvTable(Buffer.from(`x,y\n${field},1\n`), schemaOf({ x: 'double' }))?.isExact).toBe(isExact)
})

test('every number is the nearest to its digits', () => {
  const texts = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc
      .double({ min: -1e6, max: 1e6, noNaN: true })
      .chain((x) => fc.nat(25).map((digits) => x.toFixed(digits))),
    fc
      .tuple(fc.bigInt(-(10n ** 22n), 10n ** 22n), fc.integer({ min: -330, max: 280 }))
      .map(([m, e]) => `${m}e${e}`),
  )
  fc.assert(
    fc.property(texts, (text) => {
      const x = csvTable(Buffer.from(`x,y\n${text},1\n`), schemaOf({ x: 'double' }))?.table.columns[0]
        ?.values[0]
      expect(x).toBe(Number(text))
    }),
    { numRuns: 5000 },
  )
})

test('a gap in the only column is no row, and left to others', () => {
  expect(read('x\n1\n\n2\n', { x: 'double' })).toBeUndefined()
})
