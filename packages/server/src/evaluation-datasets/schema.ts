import { pythonJson, typeName } from '../python-json.ts'
import { isObject } from './json-input.ts'
import type { GivenRecord } from './record.ts'

const PARTS = ['inputs', 'outputs', 'expectations'] as const

/** For an object the type of each member, else the type itself. */
type Types = Record<string, string> | string

type Schema = Record<(typeof PARTS)[number], Types>

/** A dataset's schema with what new records add. What is known of a member stays. */
export function mergedSchema(before: string | null, records: readonly GivenRecord[]): string {
  const known = parseSchema(before)
  const schema: Schema = { inputs: {}, outputs: {}, expectations: {} }
  for (const part of PARTS) {
    schema[part] = records.reduce((types, record) => merge(types, record[part]), known[part] ?? {})
  }
  return pythonJson({ ...schema, version: '1.0' })
}

function parseSchema(text: string | null): Partial<Schema> {
  try {
    const schema: unknown = JSON.parse(text ?? '{}')
    return isObject(schema) ? (schema as Partial<Schema>) : {}
  } catch {
    // Not of our making: it is made anew.
    return {}
  }
}

function merge(types: Types, value: unknown): Types {
  if (value === undefined || value === null || typeof types === 'string') return types
  if (!isObject(value)) return Object.keys(types).length > 0 ? types : typeName(value)
  const added = Object.entries(value).filter(([key]) => !Object.hasOwn(types, key))
  return { ...types, ...Object.fromEntries(added.map(([key, item]) => [key, typeName(item)])) }
}
