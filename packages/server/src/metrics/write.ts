import { doesNotExist, type Metric } from '@millrace/contract'
import type { Executor } from '../db/executor.ts'
import {
  insertMetric,
  insertModelMetric,
  type ModelMetricRow,
  modelExists,
  upsertLatestMetric,
} from './queries.ts'
import { latestOfEach, type MetricRow } from './rows.ts'

/** Writes checked points of one run, keeps its latest ones, and gives those of a model to the model. */
export async function writeMetrics(
  tx: Executor,
  experiment_id: number,
  metrics: readonly Metric[],
  rows: readonly MetricRow[],
): Promise<void> {
  await tx.insert(insertMetric, rows)
  await tx.insert(upsertLatestMetric, latestOfEach(rows))
  await writeModelMetrics(tx, experiment_id, metrics, rows)
}

async function writeModelMetrics(
  tx: Executor,
  experiment_id: number,
  metrics: readonly Metric[],
  rows: readonly MetricRow[],
): Promise<void> {
  const ofModels: ModelMetricRow[] = []
  for (let i = 0; i < metrics.length; i++) {
    const metric = metrics[i]
    const row = rows[i]
    if (!metric?.model_id || !row) continue
    ofModels.push({
      ...row,
      experiment_id,
      model_id: metric.model_id,
      dataset_name: metric.dataset_name || null,
      dataset_digest: metric.dataset_digest || null,
    })
  }
  for (const model_id of new Set(ofModels.map((row) => row.model_id))) await requireModel(tx, model_id)
  if (ofModels.length > 0) await tx.insert(insertModelMetric, ofModels)
}

async function requireModel(tx: Executor, model_id: string): Promise<void> {
  if (await tx.first(modelExists, { model_id })) return
  throw doesNotExist(`Logged model with ID '${model_id}' not found.`)
}
