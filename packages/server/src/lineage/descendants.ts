import { type RawBuilder, sql } from 'kysely'
import type { Executor } from '../db/executor.ts'
import { among } from '../search/compile.ts'

/** Where to start: a run, or the runs that read a data set. */
export type RunsFrom =
  | { readonly run_id: string }
  | { readonly name: string; readonly digest?: string | undefined }

export interface RunsReply {
  readonly runs: readonly string[]
  readonly truncated: boolean
}

/** More runs than anybody reads versions of. */
const MOST_RUNS = 10_000
/** A run below a run below a run …; deeper than any pipeline. */
const MOST_LEVELS = 20

/** The runs to start with, the runs below them, and those that read models which any of them made; as JSON text. */
export async function runsFrom(db: Executor, from: RunsFrom): Promise<string> {
  const found = new Set('run_id' in from ? [from.run_id] : await readersOf(db, from.name, from.digest))
  let level = [...found]
  for (let depth = 0; level.length > 0 && depth < MOST_LEVELS && found.size <= MOST_RUNS; depth++) {
    const next = [...(await childrenOf(db, level)), ...(await readersOfModels(db, level))]
    level = [...new Set(next)].filter((run) => !found.has(run))
    for (const run of level) found.add(run)
  }
  return JSON.stringify({
    runs: [...found].slice(0, MOST_RUNS),
    truncated: found.size > MOST_RUNS || level.length > 0,
  } satisfies RunsReply)
}

async function ids(db: Executor, query: RawBuilder<{ id: string }>): Promise<string[]> {
  const rows = await db.query<{ id: string }>({ compile: () => query.compile(db.builder) })
  return rows.map(({ id }) => id)
}

function readersOf(db: Executor, name: string, digest: string | undefined): Promise<string[]> {
  const { joinFromLeft, exact } = db.dialect
  const exactly = digest ? sql`and d.digest = ${digest}` : sql``
  // The plain comparison finds what the exact one checks: only it may use an index.
  return ids(
    db,
    sql`select distinct i.destination_id as id from datasets d ${joinFromLeft} inputs i
      on i.source_type = 'DATASET' and i.source_id = d.dataset_uuid and i.destination_type = 'RUN'
      where d.name = ${name} and ${exact(sql`d.name`)} = ${name} ${exactly} limit ${MOST_RUNS + 1}`,
  )
}

function childrenOf(db: Executor, runs: readonly string[]): Promise<string[]> {
  return ids(
    db,
    sql`select t.run_uuid as id from tags t where t."key" = 'mlflow.parentRunId'
      and ${among(db.dialect, sql`t.value`, runs)} limit ${MOST_RUNS + 1}`,
  )
}

/** The runs that read a model which one of these runs made. */
function readersOfModels(db: Executor, runs: readonly string[]): Promise<string[]> {
  return ids(
    db,
    sql`select r.source_id as id from logged_models m ${db.dialect.joinFromLeft} inputs r
      on ${db.dialect.unindexed(sql`r.source_type`)} = 'RUN_INPUT' and r.destination_type = 'MODEL_INPUT' and r.destination_id = m.model_id
      where ${among(db.dialect, sql`m.source_run_id`, runs)} limit ${MOST_RUNS + 1}`,
  )
}
