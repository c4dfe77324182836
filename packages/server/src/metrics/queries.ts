import { sql } from 'kysely'
import { statement } from '../db/statement.ts'
import type { MetricRow } from './rows.ts'

/** The same point twice is one point: clients may send a batch again. */
export const insertMetric = statement<MetricRow>()((db, p) =>
  db
    .insertInto('metrics')
    .values({
      key: p('key'),
      value: p('value'),
      timestamp: p('timestamp'),
      run_uuid: p('run_id'),
      step: p('step'),
      is_nan: p('is_nan'),
    })
    .onConflict((conflict) => conflict.doNothing()),
)

export const upsertLatestMetric = statement<MetricRow>()((db, p) =>
  db
    .insertInto('latest_metrics')
    .values({
      key: p('key'),
      value: p('value'),
      timestamp: p('timestamp'),
      run_uuid: p('run_id'),
      step: p('step'),
      is_nan: p('is_nan'),
    })
    .onConflict((conflict) =>
      conflict
        .columns(['key', 'run_uuid'])
        .doUpdateSet((eb) => ({
          value: eb.ref('excluded.value'),
          timestamp: eb.ref('excluded.timestamp'),
          step: eb.ref('excluded.step'),
          is_nan: eb.ref('excluded.is_nan'),
        }))
        .where(
          sql<boolean>`(excluded.step, excluded.timestamp, excluded.value) > (latest_metrics.step, latest_metrics.timestamp, latest_metrics.value)`,
        ),
    ),
)

export interface ModelMetricRow extends Omit<MetricRow, 'is_nan'> {
  model_id: string
  experiment_id: number
  dataset_name: string | null
  dataset_digest: string | null
}

export const insertModelMetric = statement<ModelMetricRow>()((db, p) =>
  db
    .insertInto('logged_model_metrics')
    .values({
      model_id: p('model_id'),
      metric_name: p('key'),
      metric_timestamp_ms: p('timestamp'),
      metric_step: p('step'),
      metric_value: p('value'),
      experiment_id: p('experiment_id'),
      run_id: p('run_id'),
      dataset_uuid: null,
      dataset_name: p('dataset_name'),
      dataset_digest: p('dataset_digest'),
    })
    .onConflict((conflict) => conflict.doNothing()),
)

export const modelExists = statement<{ model_id: string }>()((db, p) =>
  db.selectFrom('logged_models').select('model_id').where('model_id', '=', p('model_id')),
)
