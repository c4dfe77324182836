import { createHash } from 'node:crypto'
import { invalidParameter } from '@millrace/contract'
import { pythonJson } from '../python-json.ts'
import { userOf } from './create.ts'
import { isObject, parseField } from './json-input.ts'

type Json = Record<string, unknown>

interface Source {
  readonly source_type: string
  readonly source_data: Json
}

/** A record as it was sent, checked. */
export interface GivenRecord {
  /** Of the inputs: two records of a dataset with the same are one. */
  readonly hash: string
  readonly inputs: Json
  /** `undefined` where none were given, which is not null. */
  readonly outputs: unknown
  readonly expectations: Json | undefined
  readonly tags: Json
  readonly source: Source | undefined
  readonly user: string | null
}

/** The records of an upsert. @throws INVALID_PARAMETER_VALUE that names what is wrong. */
export function parseRecords(text: string): GivenRecord[] {
  const records = parseField('records', text)
  if (!Array.isArray(records)) throw invalidParameter("The field 'records' must hold a JSON list.")
  return records.map(toRecord)
}

function toRecord(record: unknown, index: number): GivenRecord {
  const at = `records[${index}]`
  if (!isObject(record)) throw invalidParameter(`${at} must be a JSON object.`)
  if (record.inputs === null) throw invalidParameter(`${at}.inputs must be a JSON object.`)
  const inputs = objectIn(record, 'inputs', at) ?? {}
  const tags = objectIn(record, 'tags', at) ?? {}
  return {
    hash: createHash('sha256').update(pythonJson(inputs, true)).digest('hex'),
    inputs,
    outputs: record.outputs,
    expectations: objectIn(record, 'expectations', at),
    tags,
    source: sourceOf(objectIn(record, 'source', at), at),
    user: userOf(tags),
  }
}

function objectIn(record: Json, name: string, at: string): Json | undefined {
  const value = record[name] ?? undefined
  if (value === undefined || isObject(value)) return value
  throw invalidParameter(`${at}.${name} must be a JSON object.`)
}

const SOURCE_KEYS: ReadonlySet<string> = new Set(['source_type', 'source_data'])

function sourceOf(source: Json | undefined, at: string): Source | undefined {
  if (source === undefined || Object.keys(source).length === 0) return undefined
  const { source_type, source_data } = source
  const stranger = Object.keys(source).find((key) => !SOURCE_KEYS.has(key))
  if (stranger !== undefined) throw invalidParameter(`${at}.source knows no '${stranger}'.`)
  if (typeof source_type !== 'string') throw invalidParameter(`${at}.source needs a source_type.`)
  return {
    source_type: knownType(source_type),
    source_data: objectIn({ source_data }, 'source_data', at) ?? {},
  }
}

const KNOWN_TYPES = ['UNSPECIFIED', 'TRACE', 'HUMAN', 'DOCUMENT', 'CODE']

function knownType(text: string): string {
  const type = text.toUpperCase()
  if (KNOWN_TYPES.includes(type)) return type
  const valid = KNOWN_TYPES.map((name) => `'${name}'`).join(', ')
  throw invalidParameter(`Invalid dataset record source type: ${text}. Valid source types: [${valid}]`)
}

/** What a source names: a trace, or anything by its own id. */
export function sourceId(source: Source | undefined): string | null {
  const { trace_id, source_id } = source?.source_data ?? {}
  const id = trace_id ?? source_id
  return typeof id === 'string' ? id : null
}
