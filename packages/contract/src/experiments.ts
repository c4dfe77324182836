import { endpoint, type Permission } from './endpoint.ts'
import * as m from './generated/messages.ts'

const read: Permission = { action: 'read', on: 'experiment', by: ['experiment_id'] }
const update: Permission = { action: 'update', on: 'experiment', by: ['experiment_id'] }

export const createExperiment = endpoint<m.CreateExperiment, m.CreateExperimentResponse>({
  method: 'POST',
  path: '2.0/mlflow/experiments/create',
  request: m.CreateExperiment,
  required: ['name'],
  permission: { action: 'create', on: 'experiment' },
})

export const getExperiment = endpoint<m.GetExperiment, m.GetExperimentResponse>({
  method: 'GET',
  path: '2.0/mlflow/experiments/get',
  request: m.GetExperiment,
  required: ['experiment_id'],
  permission: read,
})

export const getExperimentByName = endpoint<m.GetExperimentByName, m.GetExperimentByNameResponse>({
  method: 'GET',
  path: '2.0/mlflow/experiments/get-by-name',
  request: m.GetExperimentByName,
  required: ['experiment_name'],
  permission: { action: 'read', on: 'experiment', by: ['experiment_name'] },
})

export const searchExperiments = endpoint<m.SearchExperiments, m.SearchExperimentsResponse>({
  method: 'POST',
  path: '2.0/mlflow/experiments/search',
  request: m.SearchExperiments,
  permission: { action: 'read', on: 'experiment' },
})

/** The same search as a GET, its fields in the query. */
export const searchExperimentsByQuery = endpoint<m.SearchExperiments, m.SearchExperimentsResponse>({
  ...searchExperiments,
  method: 'GET',
})

/** MLflow 1.x clients list instead of searching. */
export const listExperiments = endpoint<m.SearchExperiments, m.SearchExperimentsResponse>({
  ...searchExperiments,
  method: 'GET',
  path: '2.0/mlflow/experiments/list',
})

export const updateExperiment = endpoint<m.UpdateExperiment, m.UpdateExperimentResponse>({
  method: 'POST',
  path: '2.0/mlflow/experiments/update',
  request: m.UpdateExperiment,
  required: ['experiment_id', 'new_name'],
  permission: update,
})

export const deleteExperiment = endpoint<m.DeleteExperiment, m.DeleteExperimentResponse>({
  method: 'POST',
  path: '2.0/mlflow/experiments/delete',
  request: m.DeleteExperiment,
  required: ['experiment_id'],
  permission: { action: 'delete', on: 'experiment', by: ['experiment_id'] },
})

export const restoreExperiment = endpoint<m.RestoreExperiment, m.RestoreExperimentResponse>({
  method: 'POST',
  path: '2.0/mlflow/experiments/restore',
  request: m.RestoreExperiment,
  required: ['experiment_id'],
  permission: { action: 'delete', on: 'experiment', by: ['experiment_id'] },
})

export const setExperimentTag = endpoint<m.SetExperimentTag, m.SetExperimentTagResponse>({
  method: 'POST',
  path: '2.0/mlflow/experiments/set-experiment-tag',
  request: m.SetExperimentTag,
  required: ['experiment_id', 'key'],
  permission: update,
})

export const deleteExperimentTag = endpoint<m.DeleteExperimentTag, m.DeleteExperimentTagResponse>({
  method: 'POST',
  path: '2.0/mlflow/experiments/delete-experiment-tag',
  request: m.DeleteExperimentTag,
  required: ['experiment_id', 'key'],
  permission: update,
})
