import { doesNotExist, type Metric } from '@millrace/contract'
import type { Executor } from '../db/executor.ts'
import {
  insertMetric,
  insertModelMetric,
  type ModelMetricRow,
  modelExists,
  upsertLatestMetric,
} from './queries.ts'
import { inKeyOrder, latestOfEach, type MetricRow } from './rows.ts'

/** A point as it was sent, as a row, and the experiment that its run is in. */
export interface Point {
  readonly sent: Metric
  readonly row: MetricRow
  readonly experiment_id: number
}

/** Writes checked points, keeps the latest of each run, and gives those of a model to the model. */
export async function writeMetrics(tx: Executor, points: readonly Point[]): Promise<void> {
  if (points.length === 0) return
  const rows = inKeyOrder(points.map(({ row }) => row))
  await tx.insert(insertMetric, rows)
  await tx.insert(upsertLatestMetric, latestOfEach(rows))
  await writeModelMetrics(tx, points)
}

async function writeModelMetrics(tx: Executor, points: readonly Point[]): Promise<void> {
  const rows = points.flatMap(({ sent, row, experiment_id }): ModelMetricRow[] =>
    sent.model_id
      ? [
          {
            ...row,
            experiment_id,
            model_id: sent.model_id,
            dataset_name: sent.dataset_name || null,
            dataset_digest: sent.dataset_digest || null,
          },
        ]
      : [],
  )
  for (const model_id of new Set(rows.map((row) => row.model_id))) await requireModel(tx, model_id)
  if (rows.length > 0) await tx.insert(insertModelMetric, rows)
}

async function requireModel(tx: Executor, model_id: string): Promise<void> {
  if (await tx.first(modelExists, { model_id })) return
  throw doesNotExist(`Logged model with ID '${model_id}' not found.`)
}
