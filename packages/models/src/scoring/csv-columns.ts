import { isTensorSchema, type Schema } from '../signature.ts'
import { type Decimal, EXACT_DIGITS, EXACT_POWER, nearest } from './decimal.ts'
import type { Table } from './input.ts'

export interface CsvTable {
  table: Table
  /** Whether any way to read its numbers gives the same bits. pandas takes the nearest ones since its version 3. */
  isExact: boolean
}

/**
 * The columns of a schema of numbers from the bytes of a CSV, each the number that is nearest to its digits.
 * @returns undefined where the text holds anything else: quotes, words, gaps in whole numbers, rows of unlike length
 */
export function csvTable(body: Buffer, schema: Schema | undefined): CsvTable | undefined {
  if (schema === undefined || isTensorSchema(schema) || body[0] === BYTE_ORDER_MARK || body.includes(QUOTE))
    return undefined
  const headEnd = body.indexOf(NEWLINE)
  if (headEnd < 0) return undefined
  const names = body.toString('utf8', 0, headEnd).replace(/\r$/, '').split(',')
  const rows = countRows(body, headEnd + 1)
  if (rows === 0 || new Set(names).size < names.length) return undefined
  const sinks = new Map<string, Sink>()
  for (const { name = '', type } of schema) {
    const sink = SINKS[type as string]?.(rows)
    if (!sink || !names.includes(name)) return undefined
    sinks.set(name, sink)
  }
  const places = names.map((name) => sinks.get(name))
  const reader = new RowReader(body, headEnd + 1)
  if (!reader.readAll(places, rows)) return undefined
  const columns = schema.map(({ name = '', type }) => ({
    name,
    type,
    values: (sinks.get(name) as Sink).values,
  }))
  return { table: { kind: 'table', rows, isNamed: true, columns }, isExact: reader.isExact }
}

const QUOTE = 0x22
const COMMA = 0x2c
const MINUS = 0x2d
const PLUS = 0x2b
const DOT = 0x2e
const ZERO = 0x30
const NEWLINE = 0x0a
const RETURN = 0x0d
/** E, with the bit set that makes it small. */
const SMALL_E = 0x65
const SMALL = 0x20
const BYTE_ORDER_MARK = 0xef

interface Sink {
  readonly values: Float64Array | Float32Array | Int32Array | BigInt64Array
  readonly isWhole: boolean
  /** @returns whether the column can hold it */
  put(row: number, value: number): boolean
}

function realSink(values: Float64Array | Float32Array): Sink {
  return {
    values,
    isWhole: false,
    put(row, value) {
      values[row] = value
      return true
    },
  }
}

const INT32 = 2 ** 31
const WORD = 2 ** 32

/** Two words a number: making a bigint of each takes several times longer. */
function longSink(rows: number): Sink {
  const values = new BigInt64Array(rows)
  const words = new Int32Array(values.buffer)
  return {
    values,
    isWhole: true,
    put(row, value) {
      const high = Math.floor(value / WORD)
      words[2 * row] = value - high * WORD
      words[2 * row + 1] = high
      return true
    },
  }
}

function smallSink(rows: number): Sink {
  const values = new Int32Array(rows)
  return {
    values,
    isWhole: true,
    put(row, value) {
      values[row] = value
      return value >= -INT32 && value < INT32
    },
  }
}

const SINKS: Readonly<Record<string, (rows: number) => Sink>> = {
  double: (rows) => realSink(new Float64Array(rows)),
  float: (rows) => realSink(new Float32Array(rows)),
  long: longSink,
  integer: smallSink,
}

function countRows(body: Buffer, from: number): number {
  let rows = 0
  for (let at = body.indexOf(NEWLINE, from); at >= 0; at = body.indexOf(NEWLINE, at + 1)) rows++
  return body.length > from && body.at(-1) !== NEWLINE ? rows + 1 : rows
}

/** A head of 15 digits. */
const HEAD_FULL = 1e14
const MOST_TAIL = 4

/** Reads field by field. */
class RowReader {
  readonly #bytes: Buffer
  #at: number
  #isPlain = true
  /** Digits of the field, zeros before the first other one included. */
  #seen = 0
  readonly decimal: Decimal = { head: 0, tail: 0, tailDigits: 0, exponent: 0 }
  /** Whether every number was found exactly, so that any way to read it gives the same bits. */
  isExact = true

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes
    this.#at = at
  }

  /** @returns whether all rows were plain numbers */
  readAll(places: readonly (Sink | undefined)[], rows: number): boolean {
    const last = places.length - 1
    for (let row = 0; row < rows; row++) {
      for (let place = 0; place <= last; place++) {
        if (!this.#readField(places[place], row) || !this.#pass(place === last)) return false
      }
    }
    return this.#at >= this.#bytes.length
  }

  #readField(sink: Sink | undefined, row: number): boolean {
    if (sink === undefined) {
      this.#skip()
      return true
    }
    const value = sink.isWhole ? this.#whole() : this.#real()
    return this.#isPlain && sink.put(row, value)
  }

  /** Over the separator: of fields, or of rows. */
  #pass(isLast: boolean): boolean {
    const bytes = this.#bytes
    if (!isLast) return bytes[this.#at++] === COMMA
    if (bytes[this.#at] === RETURN) this.#at++
    return bytes[this.#at++] === NEWLINE || this.#at > bytes.length
  }

  #skip(): void {
    const bytes = this.#bytes
    let at = this.#at
    for (let byte = bytes[at]; at < bytes.length; byte = bytes[++at]) {
      if (byte === COMMA || byte === NEWLINE || byte === RETURN) break
    }
    this.#at = at
  }

  #doubt(): number {
    this.#isPlain = false
    return 0
  }

  #whole(): number {
    const bytes = this.#bytes
    const isNegative = bytes[this.#at] === MINUS
    let at = isNegative ? this.#at + 1 : this.#at
    const start = at
    let value = 0
    for (let digit = digitAt(bytes, at); digit >= 0; digit = digitAt(bytes, ++at)) value = value * 10 + digit
    this.#at = at
    if (at === start || at - start > EXACT_DIGITS) return this.#doubt()
    return isNegative ? -value : value
  }

  #real(): number {
    const bytes = this.#bytes
    const start = this.#at
    const first = bytes[start]
    // A gap; a line of nothing but one is no row for pandas.
    if (first === COMMA || ((first === NEWLINE || first === RETURN) && bytes[start - 1] === COMMA))
      return Number.NaN
    this.#digits(first === MINUS ? start + 1 : start)
    if (this.#seen === 0) return this.#doubt()
    const { decimal } = this
    const byte = bytes[this.#at]
    if (byte !== undefined && (byte | SMALL) === SMALL_E) decimal.exponent += this.#exponent()
    if (this.#seen > EXACT_DIGITS || Math.abs(decimal.exponent) > EXACT_POWER) this.isExact = false
    let size = decimal.tailDigits > MOST_TAIL ? Number.NaN : nearest(decimal)
    if (Number.isNaN(size)) size = Math.abs(Number(bytes.toString('latin1', start, this.#at)))
    if (size === Number.POSITIVE_INFINITY) return this.#doubt()
    return first === MINUS ? -size : size
  }

  /** Reads what is before an exponent into `decimal`. */
  #digits(from: number): void {
    const bytes = this.#bytes
    const { decimal } = this
    let at = from
    let head = 0
    let tail = 0
    let tailDigits = 0
    let point = -1
    for (;;) {
      const digit = digitAt(bytes, at)
      if (digit < 0) {
        if (point >= 0 || bytes[at] !== DOT) break
        point = at++
        continue
      }
      if (head < HEAD_FULL) head = head * 10 + digit
      else {
        tail = tail * 10 + digit
        tailDigits++
      }
      at++
    }
    this.#at = at
    this.#seen = at - from - (point < 0 ? 0 : 1)
    decimal.head = head
    decimal.tail = tail
    decimal.tailDigits = tailDigits
    decimal.exponent = point < 0 ? 0 : point + 1 - at
  }

  #exponent(): number {
    const bytes = this.#bytes
    const sign = bytes[this.#at + 1]
    let at = this.#at + (sign === MINUS || sign === PLUS ? 2 : 1)
    const start = at
    let value = 0
    for (let digit = digitAt(bytes, at); digit >= 0; digit = digitAt(bytes, ++at)) value = value * 10 + digit
    this.#at = at
    if (at === start || at - start > 3) return this.#doubt()
    return sign === MINUS ? -value : value
  }
}

/** @returns something negative where there is no digit */
function digitAt(bytes: Buffer, at: number): number {
  if (at >= bytes.length) return -1
  const digit = (bytes[at] as number) - ZERO
  return digit <= 9 ? digit : -1
}
