import { insertion } from '../db/insertion.ts'
import { statement } from '../db/statement.ts'
import type { MetricRow } from './rows.ts'

/** Without statistics SQLite takes another index and reads every point of the metric in the whole database. */
export const CURVE_INDEX = 'index_metrics_run_uuid_key_step'

const POINT = {
  key: 'key',
  value: 'value',
  timestamp: 'timestamp',
  run_uuid: 'run_id',
  step: 'step',
  is_nan: 'is_nan',
} as const

/** The same point twice is one point: clients may send a batch again. */
export const insertMetric = insertion<MetricRow>()('metrics', { columns: POINT, conflict: 'keep, if ever' })

export const upsertLatestMetric = insertion<MetricRow>()('latest_metrics', {
  columns: POINT,
  conflict: {
    on: ['key', 'run_uuid'],
    replace: ['value', 'timestamp', 'step', 'is_nan'],
    ifLater: ['step', 'timestamp', 'value'],
  },
})

export interface ModelMetricRow extends Omit<MetricRow, 'is_nan'> {
  model_id: string
  experiment_id: number
  dataset_name: string | null
  dataset_digest: string | null
}

export const insertModelMetric = insertion<ModelMetricRow>()('logged_model_metrics', {
  columns: {
    model_id: 'model_id',
    metric_name: 'key',
    metric_timestamp_ms: 'timestamp',
    metric_step: 'step',
    metric_value: 'value',
    experiment_id: 'experiment_id',
    run_id: 'run_id',
    dataset_name: 'dataset_name',
    dataset_digest: 'dataset_digest',
  },
  conflict: 'keep',
})

export const modelExists = statement<{ model_id: string }>()((db, p) =>
  db.selectFrom('logged_models').select('model_id').where('model_id', '=', p('model_id')),
)
