import { sql } from 'kysely'
import type { Executor } from '../db/executor.ts'
import { COLUMNS } from '../db/generated/columns.ts'
import type { Insertion } from '../db/insertion.ts'
import { pieces } from '../db/row-pieces.ts'
import { among } from '../search/compile.ts'
import type { AnyRow } from './read-database.ts'
import { columnsOf, type Table } from './tables.ts'

/** Inserts rows of distinct keys, or puts them in the place of those that are there. @returns the rows changed. */
export async function insertInPieces(
  tx: Executor,
  table: Table,
  rows: readonly AnyRow[],
  keep: boolean,
): Promise<number> {
  let changes = 0
  for (const piece of pieces(inKeyOrder(table, await ofRunsThatAreThere(tx, table, rows))))
    changes += await tx.insert(insertionInto(table, keep), piece)
  return changes
}

/** A model may have points that a run logged which is gone, or could not be read: they would keep the model out. */
async function ofRunsThatAreThere(
  tx: Executor,
  table: Table,
  rows: readonly AnyRow[],
): Promise<readonly AnyRow[]> {
  if (table !== 'logged_model_metrics' || rows.length === 0) return rows
  const run_ids = [...new Set(rows.map(({ run_id }) => String(run_id)))]
  const query = sql<{ run_uuid: string }>`
    select run_uuid from runs where ${among(tx.dialect, sql`run_uuid`, run_ids)}`
  const there = await tx.query({ compile: () => query.compile(tx.builder) })
  const known = new Set(there.map(({ run_uuid }) => run_uuid))
  return known.size === run_ids.length ? rows : rows.filter(({ run_id }) => known.has(String(run_id)))
}

/** Points of many runs: SQLite takes them a fifth faster where those of one key follow each other, as in its index. */
function inKeyOrder(table: Table, rows: readonly AnyRow[]): readonly AnyRow[] {
  if (table !== 'metrics' || rows.length < 1000) return rows
  return [...Map.groupBy(rows, ({ key }) => key).entries()]
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))
    .flatMap(([, points]) => points)
}

const insertions = new Map<string, Insertion<AnyRow>>()

function insertionInto(table: Table, keep: boolean): Insertion<AnyRow> {
  const name = `${table} ${keep}`
  let insertion = insertions.get(name)
  if (insertion === undefined) {
    const { key } = COLUMNS[table]
    const columns = columnsOf(table)
    const others = columns.filter((column) => !key.includes(column))
    insertion = {
      table,
      columns: columns.map((column) => ({ column, member: column })),
      fixed: [],
      conflict: keep || others.length === 0 ? 'keep' : { on: key, replace: others },
      counted: undefined,
    }
    insertions.set(name, insertion)
  }
  return insertion
}
