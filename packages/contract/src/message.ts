import { invalidParameter, wrongType } from './errors.ts'

/**
 * A 64-bit integer of the wire. Beyond ±2^53 the decoder hands over a bigint under this name, so that none is rounded on
 * its way into the database: bind it, print it, do no arithmetic with it.
 */
export type Int64 = number

/** A double of the wire: JSON has no NaN or infinities, so those are text. */
export type Double = number | 'NaN' | 'Infinity' | '-Infinity'

export interface Field {
  readonly type:
    | 'string'
    | 'bool'
    | 'int32'
    | 'int64'
    | 'float'
    | 'double'
    | 'enum'
    | 'message'
    | 'map'
    | 'any'
  readonly repeated?: boolean
  /** The camelCase spelling, where it differs from the field's name. */
  readonly camel?: string
  readonly default?: unknown
  readonly values?: Readonly<Record<string, number>>
  readonly message?: () => Message<unknown>
}

/** A protobuf message of MLflow's wire: its fields, and a decoder that takes what protobuf's JSON parser takes. */
export interface Message<T> {
  readonly name: string
  readonly fields: Readonly<Record<string, Field>>
  /**
   * Checks and converts a parsed JSON object. Unknown fields and unknown enum names are ignored, numbers may be text,
   * both spellings of a name are known.
   * @throws MlflowError INVALID_PARAMETER_VALUE that names the field.
   */
  decode(input: Record<string, unknown>, path?: string): T
}

type Decode = (value: unknown, path: string) => unknown

interface Slot {
  readonly name: string
  readonly camel: string | undefined
  readonly decode: Decode
}

/** Makes a message from its field table; the decoder is built at first use. */
export function message<T>(name: string, fields: Record<string, Field>): Message<T> {
  let slots: Map<string, Slot> | undefined
  return {
    name,
    fields,
    decode(input, path = '') {
      slots ??= slotsOf(fields)
      return decodeObject(slots, input, path) as T
    },
  }
}

function slotsOf(fields: Record<string, Field>): Map<string, Slot> {
  const slots = new Map<string, Slot>()
  for (const [name, field] of Object.entries(fields)) {
    const slot = { name, camel: field.camel, decode: decoderOf(field) }
    slots.set(name, slot)
    if (field.camel) slots.set(field.camel, slot)
  }
  return slots
}

function decodeObject(slots: Map<string, Slot>, input: Record<string, unknown>, path: string): object {
  const output: Record<string, unknown> = {}
  for (const key in input) {
    const slot = slots.get(key)
    if (slot === undefined) continue
    const value = input[key]
    if (value === null || value === undefined) continue
    if (slot.camel !== undefined && slot.name in output) throw bothSpellings(slot.name, slot.camel)
    const decoded = slot.decode(value, path + slot.name)
    if (decoded !== undefined) output[slot.name] = decoded
  }
  return output
}

function bothSpellings(name: string, camel: string) {
  return invalidParameter(`Request specifies both '${name}' and '${camel}'; provide only one of them.`)
}

function decoderOf(field: Field): Decode {
  const one = singleDecoder(field)
  if (!field.repeated) return one
  return (value, path) => {
    if (!Array.isArray(value)) throw wrongType(path, value)
    return value.map((item, i) => decodeItem(one, item, i, path, value))
  }
}

/** MLflow names the whole list when a scalar item is wrong, so does this. */
function decodeItem(one: Decode, item: unknown, index: number, path: string, list: unknown[]): unknown {
  if (typeof item === 'object' && item !== null) return one(item, `${path}[${index}]`)
  try {
    if (item === null) throw wrongType(path, list)
    return one(item, path)
  } catch (error) {
    throw typeof item === 'string' ? error : wrongType(path, list)
  }
}

function singleDecoder(field: Field): Decode {
  switch (field.type) {
    case 'string':
      return decodeString
    case 'bool':
      return decodeBool
    case 'int32':
      return (value, path) => decodeInt(value, path, INT32_LIMIT)
    case 'int64':
      return (value, path) => decodeInt(value, path, INT64_LIMIT)
    case 'float':
    case 'double':
      return decodeDouble
    case 'enum':
      return enumDecoder(field.values ?? {})
    case 'message':
      return messageDecoder(field)
    case 'map':
      return decodeMap
    case 'any':
      return (value) => value
  }
}

function messageDecoder(field: Field): Decode {
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrongType(path, value)
    if (!field.message) return value
    return field.message().decode(value as Record<string, unknown>, `${path}.`)
  }
}

function decodeString(value: unknown, path: string): string {
  if (typeof value !== 'string') throw wrongType(path, value)
  if (value.includes('\0')) {
    throw invalidParameter(
      `Invalid value for parameter '${path}' supplied: text must not hold NUL characters.`,
    )
  }
  if (!value.isWellFormed()) {
    throw invalidParameter(
      `Invalid value for parameter '${path}' supplied: text must be valid Unicode (a surrogate stands alone).`,
    )
  }
  return value
}

function decodeBool(value: unknown, path: string): boolean {
  if (typeof value === 'boolean') return value
  const text = typeof value === 'string' ? value.toLowerCase() : ''
  if (text !== 'true' && text !== 'false') throw wrongType(path, value)
  return text === 'true'
}

const INT32_LIMIT = 2n ** 31n
const INT64_LIMIT = 2n ** 63n
const INTEGER_TEXT = /^[+-]?\d{1,25}$/
const DECIMAL_TEXT = /^[+-]?\d+(\.\d*)?(e[+-]?\d+)?$/i

function decodeInt(value: unknown, path: string, limit: bigint): number {
  if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 31) return value
  const exact = toBigInt(value)
  if (exact === undefined || exact >= limit || exact < -limit) throw wrongType(path, value)
  const number = Number(exact)
  return Number.isSafeInteger(number) ? number : asInt64(exact)
}

function toBigInt(value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return value
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : undefined
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  if (INTEGER_TEXT.test(text)) return BigInt(text.replace('+', ''))
  // R prints large whole numbers as 1.7e+12.
  const number = DECIMAL_TEXT.test(text) ? Number(text) : Number.NaN
  return Number.isInteger(number) ? BigInt(number) : undefined
}

/** See {@link Int64}: the one place where a bigint goes under the number's name. */
function asInt64(exact: bigint): Int64 {
  return exact as unknown as number
}

const DOUBLE_WORDS: Record<string, number> = {
  nan: Number.NaN,
  infinity: Number.POSITIVE_INFINITY,
  '-infinity': Number.NEGATIVE_INFINITY,
  inf: Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
}

function decodeDouble(value: unknown, path: string): number {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean' || typeof value === 'bigint') return Number(value)
  if (typeof value !== 'string') throw wrongType(path, value)
  const text = value.trim().toLowerCase()
  const word = DOUBLE_WORDS[text]
  if (word !== undefined) return word
  const number = /^[+-]?(\d|\.\d)/.test(text) && !/^[+-]?0[xob]/.test(text) ? Number(text) : Number.NaN
  if (Number.isNaN(number)) throw wrongType(path, value)
  return number
}

/** Enums come by name or number; what is neither counts as absent, as in protobuf. */
function enumDecoder(values: Readonly<Record<string, number>>): Decode {
  const names = new Map<unknown, string>()
  for (const [name, number] of Object.entries(values)) {
    for (const spelling of [name, number, String(number)]) names.set(spelling, name)
  }
  return (value, path) => {
    if (typeof value !== 'string' && typeof value !== 'number') throw wrongType(path, value)
    return names.get(value)
  }
}

function decodeMap(value: unknown, path: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrongType(path, value)
  for (const item of Object.values(value)) if (typeof item === 'string') decodeString(item, path)
  return value
}

/** The number behind a wire double. */
export function toNumber(value: Double): number {
  return Number(value)
}
