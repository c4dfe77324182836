import { sql } from 'kysely'
import type { Executor } from '../db/executor.ts'
import { type Bundle, KINDS } from './bundle.ts'
import { type AnyRow, belongingTo, countRows, keyOf, select } from './read-database.ts'
import type { Counts } from './store.ts'
import { type Part, PLANS, type Table } from './tables.ts'
import type { Moved } from './write-batch.ts'

/** Counts the rows that a database has of some things, by their names alone: proof that they arrived. */
export async function countFound(db: Executor, bundles: readonly Bundle[], moved: Moved): Promise<Counts> {
  const counts: Counts = {}
  const add = (table: Table, count: number) => {
    counts[table] = (counts[table] ?? 0) + count
  }
  for (const kind of KINDS) {
    const things = bundles.filter((bundle) => bundle.kind === kind).map(ownKey(kind, moved))
    if (things.length === 0) continue
    const { root, parts } = PLANS[kind]
    for (const part of [root, ...parts]) {
      add(part.table, await countPart(db, part, root, things))
      if (part.table === 'inputs') add('input_tags', await countInputTags(db, part, root, things))
    }
  }
  return counts
}

/** The key that a thing has in the target. */
function ownKey(kind: Bundle['kind'], { experiments }: Moved): (bundle: Bundle) => AnyRow {
  const { root } = PLANS[kind]
  return ({ id, rows }) => {
    const row = (rows[root.table]?.[0] ?? { [root.owner[0] ?? '']: id }) as AnyRow
    const key = Object.fromEntries(root.owner.map((column) => [column, row[column] ?? 'default']))
    const experiment = experiments.get(String(key.experiment_id))
    return experiment === undefined ? key : { ...key, experiment_id: experiment }
  }
}

async function countPart(db: Executor, part: Part, root: Part, things: readonly AnyRow[]): Promise<number> {
  const where = belongingTo(db, part, root, things)
  if (root.owner.length === 1) return countRows(db, part.table, where)
  const keys = new Set(things.map((thing) => keyOf(thing, root.owner)))
  return (await select(db, part.table, where)).filter((row) => keys.has(keyOf(row, part.owner))).length
}

function countInputTags(db: Executor, part: Part, root: Part, things: readonly AnyRow[]): Promise<number> {
  const inputs = sql`select input_uuid from inputs where ${belongingTo(db, part, root, things)}`
  return countRows(db, 'input_tags', sql`input_uuid in (${inputs})`)
}
