import { createHash } from 'node:crypto'
import type { Dataset, DatasetInput, Experiment, LoggedModel, Metric, Run } from '@millrace/contract'
import { exactInteger } from '../db/exact-integer.ts'
import { STATUS_NUMBERS } from '../logged-models/rows.ts'
import { toMetricRow } from '../metrics/rows.ts'
import type { Row, Rows } from './bundle.ts'

/** Ids that the wire does not tell, and that must be the same when it is read again. */
function idOf(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)
}

export function experimentRows(experiment: Experiment): Rows {
  const experiment_id = exactInteger(experiment.experiment_id ?? '')
  return {
    experiments: [
      {
        experiment_id,
        name: experiment.name ?? '',
        artifact_location: experiment.artifact_location ?? null,
        lifecycle_stage: experiment.lifecycle_stage ?? 'active',
        creation_time: experiment.creation_time ?? null,
        last_update_time: experiment.last_update_time ?? null,
      },
    ],
    experiment_tags: (experiment.tags ?? []).map(({ key = '', value = '' }) => ({
      experiment_id,
      key,
      value,
    })),
  }
}

/** All of a run but its history. */
export function runRows({ info = {}, data = {}, inputs, outputs }: Run): Rows {
  const run_uuid = info.run_id ?? ''
  const experiment_id = exactInteger(info.experiment_id ?? '')
  const pairs = (list: readonly { key?: string; value?: string }[] = []) =>
    list.map(({ key = '', value = '' }) => ({ run_uuid, key, value }))
  return {
    runs: [
      {
        run_uuid,
        experiment_id,
        name: info.run_name ?? '',
        source_type: 'UNKNOWN',
        source_name: '',
        entry_point_name: '',
        source_version: '',
        user_id: info.user_id ?? '',
        status: info.status ?? 'RUNNING',
        start_time: info.start_time ?? null,
        end_time: info.end_time || null,
        lifecycle_stage: info.lifecycle_stage ?? 'active',
        artifact_uri: info.artifact_uri ?? '',
      },
    ],
    params: pairs(data.params),
    tags: pairs(data.tags),
    latest_metrics: (data.metrics ?? []).map((metric) => pointRow(run_uuid, metric)),
    ...inputRows(run_uuid, experiment_id, inputs?.dataset_inputs, {
      RUN_INPUT: (inputs?.model_inputs ?? []).map(({ model_id = '' }) => ({ model_id, step: 0 })),
      RUN_OUTPUT: (outputs?.model_outputs ?? []).map(({ model_id = '', step = 0 }) => ({ model_id, step })),
    }),
  }
}

export function pointRow(run_uuid: string, metric: Metric): Row<'metrics'> & Row<'latest_metrics'> {
  const { run_id, ...point } = toMetricRow(run_uuid, metric)
  return { run_uuid: run_id, ...point }
}

type Models = readonly { readonly model_id: string; readonly step: number | bigint }[]

const MODEL_ENDS = { RUN_INPUT: 'MODEL_INPUT', RUN_OUTPUT: 'MODEL_OUTPUT' } as const

function inputRows(
  run_uuid: string,
  experiment_id: number | bigint,
  datasets: readonly DatasetInput[] = [],
  models: Readonly<Record<keyof typeof MODEL_ENDS, Models>>,
): Rows {
  const ofDatasets = datasets.map(({ dataset = {} }) => ({
    source_type: 'DATASET',
    source_id: datasetId(experiment_id, dataset),
    destination_type: 'RUN',
    destination_id: run_uuid,
    step: 0,
  }))
  const ofModels = (['RUN_INPUT', 'RUN_OUTPUT'] as const).flatMap((source_type) =>
    models[source_type].map(({ model_id, step }) => ({
      source_type,
      source_id: run_uuid,
      destination_type: MODEL_ENDS[source_type],
      destination_id: model_id,
      step,
    })),
  )
  const input = (row: Omit<Row<'inputs'>, 'input_uuid'>) => ({
    ...row,
    input_uuid: idOf(row.source_type, row.source_id, row.destination_type, row.destination_id),
  })
  return {
    inputs: [...ofDatasets, ...ofModels].map(input),
    input_tags: datasets.flatMap(({ tags = [] }, i) =>
      tags.map(({ key = '', value = '' }) => ({
        input_uuid: input(ofDatasets[i] as (typeof ofDatasets)[number]).input_uuid,
        name: key,
        value,
      })),
    ),
  }
}

/** The datasets that a run took in. */
export function datasetRows(experiment: string, { inputs }: Run): Row<'datasets'>[] {
  const experiment_id = exactInteger(experiment)
  return (inputs?.dataset_inputs ?? []).map(({ dataset = {} }) => ({
    dataset_uuid: datasetId(experiment_id, dataset),
    experiment_id,
    name: dataset.name ?? '',
    digest: dataset.digest ?? '',
    dataset_source_type: dataset.source_type ?? '',
    dataset_source: dataset.source ?? '',
    dataset_schema: dataset.schema || null,
    dataset_profile: dataset.profile || null,
  }))
}

function datasetId(experiment_id: number | bigint, { name = '', digest = '' }: Dataset): string {
  return idOf(String(experiment_id), name, digest)
}

export function loggedModelRows({ info = {}, data = {} }: LoggedModel): Rows {
  const [model_id, experiment_id] = [info.model_id ?? '', exactInteger(info.experiment_id ?? '')]
  return {
    logged_models: [
      {
        model_id,
        experiment_id,
        name: info.name ?? '',
        artifact_location: info.artifact_uri ?? '',
        creation_timestamp_ms: info.creation_timestamp_ms ?? 0,
        last_updated_timestamp_ms: info.last_updated_timestamp_ms ?? 0,
        status: STATUS_NUMBERS[info.status ?? ''] ?? 0,
        lifecycle_stage: 'active',
        model_type: info.model_type ?? '',
        source_run_id: info.source_run_id ?? '',
        status_message: info.status_message || null,
      },
    ],
    logged_model_params: (data.params ?? []).map(({ key = '', value = '' }) => ({
      model_id,
      experiment_id,
      param_key: key,
      param_value: value,
    })),
    logged_model_tags: (info.tags ?? []).map(({ key = '', value = '' }) => ({
      model_id,
      experiment_id,
      tag_key: key,
      tag_value: value,
    })),
    logged_model_metrics: (data.metrics ?? []).map((metric) => ({
      model_id,
      experiment_id,
      metric_name: metric.key ?? '',
      metric_timestamp_ms: metric.timestamp ?? 0,
      metric_step: metric.step ?? 0,
      metric_value: pointRow('', metric).value,
      run_id: metric.run_id ?? '',
      dataset_name: metric.dataset_name || null,
      dataset_digest: metric.dataset_digest || null,
    })),
  }
}
