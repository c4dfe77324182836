import { setImmediate as nextTurn } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Executor } from '../db/executor.ts'
import { COLUMNS } from '../db/generated/columns.ts'
import type { Bundle, Kind } from '../transfer/bundle.ts'
import { insertInPieces } from '../transfer/insert-rows.ts'
import { type AnyRow, countRows } from '../transfer/read-database.ts'
import { IN_ORDER, type Part, PLANS, type Table } from '../transfer/tables.ts'

/** Points are only added to a file, and there are many of them. */
const ADDED: ReadonlySet<Table> = new Set(['metrics'])

/** Writes things that are not there yet, or pieces of them. */
export async function insertBundles(tx: Executor, bundles: readonly Bundle[]): Promise<void> {
  for (const table of IN_ORDER) {
    const rows = bundles.flatMap((bundle) => (bundle.rows[table] ?? []).map((row) => whole(table, row)))
    if (rows.length > 0) await insertInPieces(tx, table, rows, ADDED.has(table))
  }
}

/** Writes a thing in the place of what is there of it. @param read gives the pieces that make it up. */
export async function replaceThing(tx: Executor, read: () => Iterable<Bundle>): Promise<void> {
  let points = 0
  let thing: Bundle | undefined
  for (const piece of read()) {
    if (thing === undefined) await removeParts(tx, piece, false)
    thing ??= piece
    points += piece.rows.metrics?.length ?? 0
    await insertBundles(tx, [piece])
    if (piece.continues) await nextTurn()
  }
  if (thing?.kind !== 'run') return
  const there = await countRows(tx, 'metrics', sql`run_uuid = ${thing.id}`)
  if (there <= points) return
  // Somebody took points away.
  await remove(tx, sql`metrics`, sql`run_uuid = ${thing.id}`)
  for (const piece of read())
    await insertBundles(tx, [{ ...piece, rows: { metrics: piece.rows.metrics ?? [] } }])
}

async function removeParts(tx: Executor, { kind, rows }: Bundle, all: boolean): Promise<void> {
  const { root, parts } = PLANS[kind]
  const row = rows[root.table]?.[0] as AnyRow
  for (const part of parts) {
    if (part.table === 'inputs') await removeInputTags(tx, part, root, row)
    if (all || !ADDED.has(part.table)) await remove(tx, sql.table(part.table), owned(part, root, row))
  }
}

/** What is there no more. @param key of its row, in the order of the plan's columns. */
export async function removeThing(
  tx: Executor,
  kind: Kind,
  ...key: readonly (string | number)[]
): Promise<void> {
  const { root } = PLANS[kind]
  const row = Object.fromEntries(root.owner.map((column, i) => [column, key[i]]))
  await removeParts(tx, { kind, id: String(key[0]), rows: { [root.table]: [row] } }, true)
  await remove(tx, sql.table(root.table), owned(root, root, row))
}

/** Of what is in an experiment only that which has no folder of its own. */
export async function removeExperiment(tx: Executor, id: number): Promise<void> {
  await remove(tx, sql`datasets`, sql`experiment_id = ${id}`)
  await removeThing(tx, 'experiment', id)
}

/** A run is named by the points of models that it logged. */
export async function removePointsOfModels(tx: Executor, run_id: string): Promise<void> {
  await remove(tx, sql`logged_model_metrics`, sql`run_id = ${run_id}`)
}

function owned({ owner, only = {} }: Part, root: Part, row: AnyRow) {
  const conditions = owner.map((column, i) => sql`${sql.ref(column)} = ${row[root.owner[i] ?? '']}`)
  for (const [column, values] of Object.entries(only)) {
    conditions.push(sql`${sql.ref(column)} in (${sql.join(values)})`)
  }
  return sql`${sql.join(conditions, sql` and `)}`
}

async function removeInputTags(tx: Executor, part: Part, root: Part, row: AnyRow): Promise<void> {
  const inputs = sql`select input_uuid from inputs where ${owned(part, root, row)}`
  await remove(tx, sql`input_tags`, sql`input_uuid in (${inputs})`)
}

async function remove(
  tx: Executor,
  table: ReturnType<typeof sql>,
  where: ReturnType<typeof sql>,
): Promise<void> {
  await tx.query({ compile: () => sql`delete from ${table} where ${where}`.compile(tx.builder) })
}

function whole(table: Table, row: AnyRow): AnyRow {
  const { columns } = COLUMNS[table]
  return Object.fromEntries(Object.keys(columns).map((column) => [column, row[column] ?? columns[column]]))
}
