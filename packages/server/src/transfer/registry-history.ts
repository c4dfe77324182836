import { sql } from 'kysely'
import type { Executor } from '../db/executor.ts'
import { type HistoryRow, insertHistory } from '../registry/history.ts'

const PAGE = 1000

/** The history of a registry, a page at a time, the oldest first; nothing where only MLflow was on the database. */
export async function* readRegistryHistory(db: Executor): AsyncGenerator<HistoryRow[], void, undefined> {
  for (let after = 0; ; ) {
    const rows = await pageOf(db, after)
    if (rows.length === 0) return
    yield rows.map(({ id: _, ...row }) => row)
    after = rows.at(-1)?.id ?? after
  }
}

async function pageOf(db: Executor, after: number): Promise<(HistoryRow & { id: number })[]> {
  try {
    const query = sql<
      HistoryRow & { id: number }
    >`select id, at, who, name, version, what, subject, was, became
      from millrace_registry_history where id > ${after} order by id limit ${sql.lit(PAGE)}`
    const rows = await db.query({ compile: () => query.compile(db.builder) })
    return rows.map((row) => ({ ...row, id: Number(row.id), at: Number(row.at) }))
  } catch (error) {
    if (await hasHistory(db)) throw error
    return []
  }
}

async function hasHistory(db: Executor): Promise<boolean> {
  const query = sql<{ id: number }>`select id from millrace_registry_history limit 1`
  try {
    await db.query({ compile: () => query.compile(db.builder) })
    return true
  } catch {
    return false
  }
}

/** Adds what is not there yet. @returns how many rows that were. */
export async function writeRegistryHistory(tx: Executor, rows: readonly HistoryRow[]): Promise<number> {
  const times = rows.map(({ at }) => at)
  const there = await tx.query(
    tx.builder
      .selectFrom('millrace_registry_history')
      .select(['at', 'name', 'version', 'what', 'subject', 'became'])
      .where('at', '>=', Math.min(...times))
      .where('at', '<=', Math.max(...times)),
  )
  const known = new Set(there.map(keyOf))
  const missing = rows.filter((row) => !known.has(keyOf(row)))
  await tx.insert(insertHistory, missing)
  return missing.length
}

function keyOf(row: Pick<HistoryRow, 'at' | 'name' | 'version' | 'what' | 'subject' | 'became'>): string {
  return JSON.stringify([Number(row.at), row.name, row.version, row.what, row.subject, row.became])
}
