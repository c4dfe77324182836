import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { SqliteHandle } from '../db/sqlite.ts'
import type { HistoryRow } from '../registry/history.ts'
import { readLines } from './files.ts'
import { HISTORY } from './layout.ts'
import type { StoredRow } from './new-metas.ts'

/** In the order of the line. */
const COLUMNS = ['at', 'who', 'name', 'version', 'what', 'subject', 'was', 'became'] as const

/** A change of the registry as a line of the folder's own history. */
export function historyLine(row: StoredRow): string {
  return JSON.stringify(
    Object.fromEntries(
      COLUMNS.map((column) => [column, typeof row[column] === 'bigint' ? Number(row[column]) : row[column]]),
    ),
  )
}

/** Takes what earlier servers noted into a new mirror. @returns how many lines cannot be read. */
export function loadHistory(handle: SqliteHandle, root: string): number {
  const path = join(root, HISTORY)
  if (!existsSync(path)) return 0
  const insert = handle.prepare(
    `insert into millrace_registry_history (${COLUMNS.join(', ')}) values (${COLUMNS.map(() => '?').join(', ')})`,
  )
  let damaged = 0
  handle.exec('begin')
  for (const lines of readLines(path, isWhole)) {
    for (const line of lines) {
      const values = valuesIn(line)
      if (values) insert.run(values)
      else if (line !== '') damaged += 1
    }
  }
  handle.exec('commit')
  return damaged
}

/** The same as rows, some at a time; what cannot be read is left out. */
export function* readHistory(root: string): Generator<HistoryRow[], void, undefined> {
  const path = join(root, HISTORY)
  if (!existsSync(path)) return
  for (const lines of readLines(path, isWhole)) {
    const rows = lines.flatMap((line) => (isWhole(line) ? [parsed(line) as unknown as HistoryRow] : []))
    if (rows.length > 0) yield rows
  }
}

function isWhole(line: string): boolean {
  return valuesIn(line) !== undefined
}

/** Undefined where it is no change: the file is in reach of everybody who writes to the folder. */
function valuesIn(line: string): (string | number | null)[] | undefined {
  const row = parsed(line)
  const isChange = typeof row.at === 'number' && typeof row.name === 'string' && typeof row.what === 'string'
  if (!isChange) return undefined
  const values = COLUMNS.map((column) => row[column] ?? null)
  const isPlain = values.every(
    (value): value is string | number | null =>
      value === null || typeof value === 'string' || typeof value === 'number',
  )
  return isPlain ? values : undefined
}

function parsed(line: string): Readonly<Record<string, unknown>> {
  try {
    const row: unknown = JSON.parse(line)
    return typeof row === 'object' && row !== null ? (row as Readonly<Record<string, unknown>>) : {}
  } catch {
    return {}
  }
}
