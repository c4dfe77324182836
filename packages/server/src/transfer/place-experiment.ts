import { sql } from 'kysely'
import { exactInteger } from '../db/exact-integer.ts'
import type { Executor } from '../db/executor.ts'
import { COLUMNS } from '../db/generated/columns.ts'
import type { Insertion } from '../db/insertion.ts'
import { insertInPieces } from './insert-rows.ts'
import { type AnyRow, select } from './read-database.ts'
import { isSame } from './write-batch.ts'

/** Where an experiment of the source has its place in the target. */
export interface PlacedExperiment {
  readonly from: string
  readonly to: number
  readonly wasThere: boolean
  /** Rows that were new or had changed. */
  readonly copied: number
  /** What a person should know. */
  readonly note?: string
}

/**
 * Experiments are the same by name. A new one keeps its id where that is free; what belongs to it follows it to whichever
 * it has.
 */
export async function placeExperiment(tx: Executor, row: AnyRow): Promise<PlacedExperiment> {
  const from = String(row.experiment_id)
  const [there] = await select(
    tx,
    'experiments',
    sql`workspace = ${row.workspace} and name = ${row.name} limit 1`,
  )
  if (there) return { ...(await update(tx, row, there)), from, wasThere: true, ...moved(row, there) }
  const id = exactInteger(from)
  if (await isFree(tx, id)) {
    await insertInPieces(tx, 'experiments', [{ ...row, experiment_id: id }], false)
    const count = tx.dialect.afterGivenKeys('experiments', 'experiment_id')
    if (count) await tx.query({ compile: () => count.compile(tx.builder) })
    return { from, to: id, wasThere: false, copied: 1 }
  }
  const to = await tx.insertCounted(COUNTED, row)
  return { from, to, wasThere: false, copied: 1, ...moved(row, { ...row, experiment_id: to }) }
}

async function isFree(tx: Executor, id: number): Promise<boolean> {
  // MySQL takes 0 for "count on".
  if (!(id > 0 && id <= tx.dialect.largestInteger)) return false
  return (await select(tx, 'experiments', sql`experiment_id = ${id}`)).length === 0
}

/** What was there keeps its id and its place for artifacts; it is as old as the older of the two. */
async function update(tx: Executor, row: AnyRow, there: AnyRow): Promise<{ to: number; copied: number }> {
  const { experiment_id, name, artifact_location } = there
  const creation_time = earlier(row.creation_time, there.creation_time)
  const changed = { ...row, experiment_id, name, artifact_location, creation_time }
  const copied = isSame(changed, there) ? 0 : 1
  if (copied) await insertInPieces(tx, 'experiments', [changed], false)
  return { to: experiment_id as number, copied }
}

function earlier(a: unknown, b: unknown): unknown {
  if (a === null || b === null) return a ?? b
  return Number(a) < Number(b) ? a : b
}

function moved(row: AnyRow, there: AnyRow): { note?: string } {
  const isOther = String(row.experiment_id) !== String(there.experiment_id)
  if (row.name !== there.name) {
    return {
      note: `Experiment '${row.name}' goes into '${there.name}' (${there.experiment_id}): the target takes their names for the same.`,
    }
  }
  if (!isOther) return {}
  return {
    note: `Experiment '${row.name}' has the id ${there.experiment_id} in the target; in the source it is ${row.experiment_id}.`,
  }
}

/** All but the id. */
const COUNTED: Insertion<AnyRow> = {
  table: 'experiments',
  columns: Object.keys(COLUMNS.experiments.columns)
    .filter((column) => column !== 'experiment_id')
    .map((column) => ({ column, member: column })),
  fixed: [],
  conflict: undefined,
  counted: 'experiment_id',
}
