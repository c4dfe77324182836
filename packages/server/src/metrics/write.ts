import { doesNotExist, type Metric } from '@millrace/contract'
import type { Executor } from '../db/executor.ts'
import { insertMetric, insertModelMetric, modelExists, upsertLatestMetric } from './queries.ts'
import { latestOfEach, type MetricRow } from './rows.ts'

/** Writes checked points of one run, keeps its latest ones, and gives those of a model to the model. */
export async function writeMetrics(
  tx: Executor,
  experiment_id: number,
  metrics: readonly Metric[],
  rows: readonly MetricRow[],
): Promise<void> {
  await tx.runEach(insertMetric, rows)
  await tx.runEach(upsertLatestMetric, latestOfEach(rows))
  await writeModelMetrics(tx, experiment_id, metrics, rows)
}

async function writeModelMetrics(
  tx: Executor,
  experiment_id: number,
  metrics: readonly Metric[],
  rows: readonly MetricRow[],
): Promise<void> {
  const known = new Set<string>()
  for (let i = 0; i < metrics.length; i++) {
    const metric = metrics[i]
    const row = rows[i]
    if (!metric?.model_id || !row) continue
    if (!known.has(metric.model_id)) await requireModel(tx, metric.model_id)
    known.add(metric.model_id)
    await tx.run(insertModelMetric, {
      ...row,
      experiment_id,
      model_id: metric.model_id,
      dataset_name: metric.dataset_name || null,
      dataset_digest: metric.dataset_digest || null,
    })
  }
}

async function requireModel(tx: Executor, model_id: string): Promise<void> {
  if (await tx.first(modelExists, { model_id })) return
  throw doesNotExist(`Logged model with ID '${model_id}' not found.`)
}
