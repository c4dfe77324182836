import { readFile } from 'node:fs/promises'
import { invalidParameter } from '@millrace/contract'
import { isRecord } from '../is-record.ts'
import { parsePythonJson, pythonJson } from '../python-json.ts'
import type { PredictionBody } from './target.ts'

const JSON_TYPE = 'application/json'

/** Members by which a request for `/invocations`, or for a language model, is told from a table. */
const OF_REQUESTS = [
  ...['dataframe_split', 'dataframe_records', 'instances', 'inputs'],
  ...['messages', 'prompt', 'input'],
]

/** A request as its bytes: whole numbers stay whole, NaN is told as MLflow tells it. */
export function jsonBody(request: object): PredictionBody {
  return { contentType: JSON_TYPE, body: pythonJson(request) }
}

/**
 * A file to predict for: CSV by its ending, else JSON. JSON is a request for `/invocations`, or a table as `pandas.read_json`
 * takes it: a list of records, or an object of columns.
 * @throws MlflowError INVALID_PARAMETER_VALUE for what is neither
 */
export async function readPredictionBody(path: string): Promise<PredictionBody> {
  const text = await readFile(path, 'utf8')
  if (/\.csv$/i.test(path)) return { contentType: 'text/csv', body: text }
  const given = parsed(path, text)
  if (isRecord(given) && OF_REQUESTS.some((name) => Object.hasOwn(given, name))) {
    // As it came: what has been parsed no longer tells 1 from 1.0.
    return { contentType: JSON_TYPE, body: text }
  }
  return jsonBody({ dataframe_split: splitOf(path, given) })
}

function parsed(path: string, text: string): unknown {
  try {
    return parsePythonJson(text)
  } catch (error) {
    throw invalidParameter(`${path} is no JSON: ${(error as Error).message}`)
  }
}

interface Split {
  readonly columns: readonly string[]
  readonly data: readonly (readonly unknown[])[]
}

function splitOf(path: string, given: unknown): Split {
  if (Array.isArray(given) && given.every(isRecord)) return splitOfRecords(given)
  if (isRecord(given) && Object.values(given).every((column) => typeof column === 'object' && column)) {
    return splitOfColumns(path, given as Record<string, object>)
  }
  throw invalidParameter(
    `${path} must hold a request for /invocations, a list of records, or an object of columns.`,
  )
}

function splitOfRecords(records: readonly Record<string, unknown>[]): Split {
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)))]
  return { columns, data: records.map((record) => columns.map((name) => record[name] ?? null)) }
}

/** `{"age": {"0": 41}}`, as pandas writes a table, or `{"age": [41]}`. */
function splitOfColumns(path: string, given: Readonly<Record<string, object>>): Split {
  const columns = Object.keys(given)
  const index = [...new Set(Object.values(given).flatMap((column) => Object.keys(column)))]
  const data = index.map((row) =>
    columns.map((name) => (given[name] as Record<string, unknown>)[row] ?? null),
  )
  const lengths = new Set(
    Object.values(given)
      .filter(Array.isArray)
      .map((column) => column.length),
  )
  if (lengths.size > 1) throw invalidParameter(`The columns in ${path} must all be of one length.`)
  return { columns, data }
}
