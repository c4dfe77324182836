import { isRecord } from '../is-record.ts'
import { invalidInput, type Payload, pythonTypeOf } from './payload.ts'
import { Doubt } from './table.ts'

/** Rows of a request before they are checked: any value of any column by its name. */
export interface TableSource {
  rows: number
  /** In the order of the request. */
  names: readonly string[]
  /** undefined where a record lacks the column. */
  value(row: number, name: string): unknown
  /** Whether columns have names, or only an order. */
  isNamed: boolean
}

/**
 * Rows of `dataframe_split`, `dataframe_records`, `instances` or `inputs`.
 * @throws Doubt where the data are no rows
 * @throws MlflowError BAD_REQUEST, worded as MLflow does
 */
export function tableSource({ format, data }: Payload): TableSource {
  if (format === 'dataframe_split') return splitSource(data)
  // pandas fills a gap of records up with None; of instances NumPy is told nothing.
  if (format === 'dataframe_records') return recordsSource(checkRecords(data), null)
  if (Array.isArray(data) && data.length > 0 && data.every(isRecord)) return recordsSource(data, undefined)
  if (isRecord(data)) return columnsSource(data, format)
  return valuesSource(data)
}

function splitSource(data: unknown): TableSource {
  if (!isRecord(data)) {
    throw invalidInput(`Dataframe split format must be a dictionary. Got ${typeMessage(data)}.`)
  }
  const keys = Object.keys(data)
  if (!('data' in data) || keys.some((key) => !['columns', 'data', 'index'].includes(key))) {
    const given = keys.map((key) => `'${key}'`).join(', ')
    throw invalidInput(
      `Dataframe split format must have 'data' field and optionally 'columns' and 'index' fields. Got {${given}}.'`,
    )
  }
  const rows = data.data
  if (!Array.isArray(rows) || !rows.every(Array.isArray)) throw invalidSplit('data must be a list of rows')
  const width = Math.max(0, ...rows.map((row) => row.length))
  const names = readNames(data.columns, width, rows.length)
  const places = new Map(names.map((name, place) => [name, place]))
  if (places.size < names.length) throw new Doubt('a column is named twice')
  return {
    rows: rows.length,
    names,
    isNamed: Array.isArray(data.columns),
    // pandas fills a short row up with None.
    value: (row, name) => rows[row]?.[places.get(name) ?? -1] ?? null,
  }
}

function readNames(columns: unknown, width: number, rows: number): string[] {
  if (columns === undefined || columns === null)
    return Array.from({ length: width }, (_, place) => String(place))
  if (!Array.isArray(columns)) throw invalidSplit('columns must be a list')
  if (rows > 0 && width !== columns.length) {
    throw invalidSplit(`${columns.length} columns passed, passed data had ${width} columns`)
  }
  return columns.map(String)
}

function invalidSplit(why: string) {
  return invalidInput(
    `Provided dataframe_split field is not a valid dataframe representation in 'split' format. Error: '${why}'`,
  )
}

function checkRecords(data: unknown): Record<string, unknown>[] {
  if (!Array.isArray(data)) {
    const type = isRecord(data) ? 'dictionary' : `type <class '${pythonTypeOf(data)}'>`
    throw invalidInput(`Dataframe records format must be a list of records. Got ${type}.`)
  }
  if (data.every(isRecord)) return data
  throw invalidInput(
    `Provided dataframe_records field is not a valid dataframe representation in 'records' format. Error: 'every record must be an object'`,
  )
}

function recordsSource(records: Record<string, unknown>[], gap: null | undefined): TableSource {
  const names = Object.keys(records[0] ?? {})
  const known = new Set(names)
  for (const record of records) {
    for (const name in record) {
      if (known.has(name)) continue
      known.add(name)
      names.push(name)
    }
  }
  return {
    rows: records.length,
    names,
    isNamed: true,
    value: (row, name) => {
      const value = records[row]?.[name]
      return value === undefined ? gap : value
    },
  }
}

/** An array, or a single value: pandas numbers its columns. */
function valuesSource(data: unknown): TableSource {
  const list = Array.isArray(data) ? data : [data]
  const rows = list.map((row) => (Array.isArray(row) ? row : [row]))
  const width = Math.max(0, ...rows.map((row) => row.length))
  const names = Array.from({ length: width }, (_, place) => String(place))
  return { rows: rows.length, names, isNamed: false, value: (row, name) => rows[row]?.[Number(name)] }
}

function columnsSource(columns: Record<string, unknown>, format: Payload['format']): TableSource {
  const lists = Object.values(columns)
  const names = Object.keys(columns)
  if (lists.every((value) => !Array.isArray(value))) {
    return { rows: 1, names, isNamed: true, value: (_, name) => columns[name] }
  }
  if (!lists.every(Array.isArray))
    throw new Doubt('Mixing dicts with non-Series may lead to ambiguous ordering.')
  const rows = lists[0]?.length ?? 0
  if (lists.some((list) => list.length !== rows)) {
    throw format === 'instances' ? new Doubt(UNLIKE_LENGTH, 'value') : new Doubt(UNLIKE_LISTS)
  }
  return { rows, names, isNamed: true, value: (row, name) => (columns[name] as unknown[])[row] }
}

export const UNLIKE_LENGTH = 'The length of values for each input/column name are not the same'
const UNLIKE_LISTS =
  'This model contains a column-based signature, which suggests a DataFrame input. There was an error casting the input data to a DataFrame: All arrays must be of the same length'

function typeMessage(data: unknown): string {
  return Array.isArray(data) ? 'list' : `type <class '${pythonTypeOf(data)}'>`
}
