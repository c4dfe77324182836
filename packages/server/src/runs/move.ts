import { invalidParameter, type MoveRuns } from '@millrace/contract'
import { type RawBuilder, sql } from 'kysely'
import type { Executor } from '../db/executor.ts'
import { statement } from '../db/statement.ts'
import type { Deps } from '../deps.ts'
import { noSuchExperiment } from '../experiments/get.ts'
import { experimentById } from '../experiments/queries.ts'
import { experimentNumber } from '../validate.ts'
import { announce } from '../webhooks/announce.ts'
import { runInfo } from './queries.ts'
import { toRunInfo } from './rows.ts'
import { noSuchRun } from './state.ts'

/** `ids` is a JSON array. */
interface Move {
  ids: string
  experiment_id: number
}

const moveRunRows = statement<Move>()((db, p, dialect) =>
  db
    .updateTable('runs')
    .set({ experiment_id: p('experiment_id') })
    .where('run_uuid', 'in', sql<string>`(select value from ${dialect.texts(sql`${p('ids')}`)} i)`),
)

/** Models that the runs logged go along. */
const modelsOf = (ids: RawBuilder<unknown>) =>
  sql<string>`(select model_id from logged_models where source_run_id in (select value from ${ids} i))`

const moveModelRows = (['logged_model_metrics', 'logged_model_params', 'logged_model_tags'] as const).map(
  (table) =>
    statement<Move>()((db, p, dialect) =>
      db
        .updateTable(table)
        .set({ experiment_id: p('experiment_id') })
        .where('model_id', 'in', modelsOf(dialect.texts(sql`${p('ids')}`))),
    ),
)

const moveModels = statement<Move>()((db, p, dialect) =>
  db
    .updateTable('logged_models')
    .set({ experiment_id: p('experiment_id') })
    .where('source_run_id', 'in', sql<string>`(select value from ${dialect.texts(sql`${p('ids')}`)} i)`),
)

/**
 * Moves runs to another experiment with their histories, inputs and the models that they logged. Their files stay where they
 * are: a run knows their place itself.
 */
export async function moveRuns(deps: Deps, input: MoveRuns): Promise<{ moved: number }> {
  const ids = [...new Set(input.run_ids)].sort()
  const experiment_id = experimentNumber(input.experiment_id ?? '')
  const from = await deps.writer.write(async (tx) => {
    await assertTakesRuns(tx, experiment_id)
    const before: { id: string; experiment: number }[] = []
    for (const run_id of ids) {
      const run = await tx.first(runInfo, { run_id })
      if (!run) throw noSuchRun(run_id)
      if (run.experiment_id === experiment_id) continue
      before.push({ id: run_id, experiment: run.experiment_id ?? 0 })
      await announce(deps, tx, {
        entity: 'RUN',
        action: 'UPDATED',
        data: toRunInfo({ ...run, experiment_id }),
      })
    }
    const move: Move = { ids: JSON.stringify(before.map(({ id }) => id)), experiment_id }
    await tx.run(moveRunRows, move)
    for (const rows of moveModelRows) await tx.run(rows, move)
    await tx.run(moveModels, move)
    return before
  })
  for (const { id, experiment } of from) {
    deps.changes.touch(experiment, id)
    deps.changes.touch(experiment_id, id)
  }
  return { moved: from.length }
}

async function assertTakesRuns(tx: Executor, id: number): Promise<void> {
  const experiment = await tx.first(experimentById, { id })
  if (!experiment) throw noSuchExperiment(String(id))
  if (experiment.lifecycle_stage === 'active') return
  throw invalidParameter(
    `The experiment ${id} must be in the 'active' state. Current state is ${experiment.lifecycle_stage}.`,
  )
}
