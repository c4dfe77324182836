import { endpoint, type Permission } from './endpoint.ts'
import { missingParameter } from './errors.ts'
import * as m from './generated/messages.ts'
import { LIMITS } from './limits.ts'

const update: Permission = { action: 'update', on: 'run', by: ['run_id'] }
const remove: Permission = { action: 'delete', on: 'run', by: ['run_id'] }

export const createRun = endpoint<m.CreateRun, m.CreateRunResponse>({
  method: 'POST',
  path: '2.0/mlflow/runs/create',
  request: m.CreateRun,
  permission: { action: 'update', on: 'experiment', by: ['experiment_id'] },
})

export const getRun = endpoint<m.GetRun, m.GetRunResponse>({
  method: 'GET',
  path: '2.0/mlflow/runs/get',
  request: m.GetRun,
  aliases: { run_id: 'run_uuid' },
  required: ['run_id'],
  permission: { action: 'read', on: 'run', by: ['run_id'] },
})

export const updateRun = endpoint<m.UpdateRun, m.UpdateRunResponse>({
  method: 'POST',
  path: '2.0/mlflow/runs/update',
  request: m.UpdateRun,
  aliases: { run_id: 'run_uuid' },
  required: ['run_id'],
  permission: update,
})

export const deleteRun = endpoint<m.DeleteRun, m.DeleteRunResponse>({
  method: 'POST',
  path: '2.0/mlflow/runs/delete',
  request: m.DeleteRun,
  required: ['run_id'],
  permission: remove,
})

export const restoreRun = endpoint<m.RestoreRun, m.RestoreRunResponse>({
  method: 'POST',
  path: '2.0/mlflow/runs/restore',
  request: m.RestoreRun,
  required: ['run_id'],
  permission: remove,
})

export const searchRuns = endpoint<m.SearchRuns, m.SearchRunsResponse>({
  method: 'POST',
  path: '2.0/mlflow/runs/search',
  request: m.SearchRuns,
  ranges: { max_results: { max: LIMITS.searchPage } },
  permission: { action: 'read', on: 'experiment', by: ['experiment_ids'] },
})

export const logMetric = endpoint<m.LogMetric, m.LogMetricResponse>({
  method: 'POST',
  path: '2.0/mlflow/runs/log-metric',
  request: m.LogMetric,
  aliases: { run_id: 'run_uuid' },
  required: ['run_id', 'key', 'value', 'timestamp'],
  permission: update,
})

export const logParam = endpoint<m.LogParam, m.LogParamResponse>({
  method: 'POST',
  path: '2.0/mlflow/runs/log-parameter',
  request: m.LogParam,
  aliases: { run_id: 'run_uuid' },
  required: ['run_id', 'key'],
  permission: update,
})

export const setTag = endpoint<m.SetTag, m.SetTagResponse>({
  method: 'POST',
  path: '2.0/mlflow/runs/set-tag',
  request: m.SetTag,
  aliases: { run_id: 'run_uuid' },
  required: ['run_id', 'key'],
  permission: update,
})

export const deleteTag = endpoint<m.DeleteTag, m.DeleteTagResponse>({
  method: 'POST',
  path: '2.0/mlflow/runs/delete-tag',
  request: m.DeleteTag,
  required: ['run_id', 'key'],
  permission: update,
})

const BATCH_FIELDS = {
  metrics: ['key', 'value', 'timestamp'],
  params: ['key'],
  tags: ['key'],
}

/** Each entry of a batch must have its fields; MLflow names the first that lacks one by its path. */
function assertBatchFields(input: m.LogBatch): void {
  for (const [list, names] of Object.entries(BATCH_FIELDS) as [keyof typeof BATCH_FIELDS, string[]][]) {
    const entries = (input[list] ?? []) as Record<string, unknown>[]
    for (let i = 0; i < entries.length; i++) {
      for (const name of names) {
        const value = entries[i]?.[name]
        if (value === undefined || value === '') throw missingParameter(`${list}[${i}].${name}`)
      }
    }
  }
}

export const logBatch = endpoint<m.LogBatch, m.LogBatchResponse>({
  method: 'POST',
  path: '2.0/mlflow/runs/log-batch',
  request: m.LogBatch,
  required: ['run_id'],
  check: assertBatchFields,
  permission: update,
})

export const logInputs = endpoint<m.LogInputs, m.LogInputsResponse>({
  method: 'POST',
  path: '2.0/mlflow/runs/log-inputs',
  request: m.LogInputs,
  required: ['run_id'],
  permission: update,
})

export const logOutputs = endpoint<m.LogOutputs, m.LogOutputsResponse>({
  method: 'POST',
  path: '2.0/mlflow/runs/outputs',
  request: m.LogOutputs,
  required: ['run_id', 'models'],
  permission: update,
})

export const logModel = endpoint<m.LogModel, m.LogModelResponse>({
  method: 'POST',
  path: '2.0/mlflow/runs/log-model',
  request: m.LogModel,
  required: ['run_id', 'model_json'],
  permission: update,
})
