import { parse } from 'csv-parse/sync'
import { badRequest } from './payload.ts'
import type { TableSource } from './table-source.ts'

/** Fields that pandas takes for a missing value. */
const MISSING = new Set(['', 'NA', 'N/A', 'NaN', 'nan', 'null', 'NULL', 'None', 'n/a', '#N/A', '<NA>'])

/**
 * Rows of a CSV text whose first line names the columns.
 * @throws MlflowError BAD_REQUEST when it is no CSV
 */
export function csvSource(text: string): TableSource {
  const [names = [], ...rows] = parseRows(text)
  if (names.length === 0) throw brokenCsv('No columns to parse from file')
  const places = new Map(names.map((name, place) => [name, place]))
  return {
    rows: rows.length,
    names,
    isNamed: true,
    value: (row, name) => {
      const field = rows[row]?.[places.get(name) ?? -1] ?? ''
      return MISSING.has(field) ? null : field
    },
  }
}

function parseRows(text: string): string[][] {
  try {
    return parse(text, { bom: true, skip_empty_lines: true })
  } catch (error) {
    throw brokenCsv(`Error tokenizing data. ${(error as Error).message}`)
  }
}

export function brokenCsv(why: string) {
  return badRequest(
    `Failed to parse input as a Pandas DataFrame. Ensure that the input is a valid CSV-formatted Pandas DataFrame produced using the \`pandas.DataFrame.to_csv()\` method. Error: '${why}'`,
  )
}
