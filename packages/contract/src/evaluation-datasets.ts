import { endpoint, type Permission } from './endpoint.ts'
import * as m from './generated/messages.ts'

const ROOT = '3.0/mlflow/datasets'

const one = (action: Permission['action']): Permission => ({
  action,
  on: 'evaluation-dataset',
  by: ['dataset_id'],
})

export const createEvaluationDataset = endpoint<m.CreateDataset, m.CreateDatasetResponse>({
  method: 'POST',
  path: `${ROOT}/create`,
  request: m.CreateDataset,
  required: ['name'],
  permission: { action: 'create', on: 'evaluation-dataset' },
})

export const getEvaluationDataset = endpoint<m.GetDataset, m.GetDatasetResponse>({
  method: 'GET',
  path: `${ROOT}/:dataset_id`,
  request: m.GetDataset,
  permission: one('read'),
})

export const deleteEvaluationDataset = endpoint<m.DeleteDataset, m.DeleteDatasetResponse>({
  method: 'DELETE',
  path: `${ROOT}/:dataset_id`,
  request: m.DeleteDataset,
  permission: one('delete'),
})

export const searchEvaluationDatasets = endpoint<
  m.SearchEvaluationDatasets,
  m.SearchEvaluationDatasetsResponse
>({
  method: 'POST',
  path: `${ROOT}/search`,
  request: m.SearchEvaluationDatasets,
  permission: { action: 'read', on: 'evaluation-dataset' },
})

/** The same search as a GET, its fields in the query. */
export const searchEvaluationDatasetsByQuery = endpoint<
  m.SearchEvaluationDatasets,
  m.SearchEvaluationDatasetsResponse
>({ ...searchEvaluationDatasets, method: 'GET' })

export const getDatasetRecords = endpoint<m.GetDatasetRecords, m.GetDatasetRecordsResponse>({
  method: 'GET',
  path: `${ROOT}/:dataset_id/records`,
  request: m.GetDatasetRecords,
  permission: one('read'),
})

export const upsertDatasetRecords = endpoint<m.UpsertDatasetRecords, m.UpsertDatasetRecordsResponse>({
  method: 'POST',
  path: `${ROOT}/:dataset_id/records`,
  request: m.UpsertDatasetRecords,
  required: ['records'],
  permission: one('update'),
})

export const deleteDatasetRecords = endpoint<m.DeleteDatasetRecords, m.DeleteDatasetRecordsResponse>({
  method: 'DELETE',
  path: `${ROOT}/:dataset_id/records`,
  request: m.DeleteDatasetRecords,
  permission: one('update'),
})

export const setDatasetTags = endpoint<m.SetDatasetTags, m.SetDatasetTagsResponse>({
  method: 'PATCH',
  path: `${ROOT}/:dataset_id/tags`,
  request: m.SetDatasetTags,
  required: ['tags'],
  permission: one('update'),
})

export const deleteDatasetTag = endpoint<m.DeleteDatasetTag, m.DeleteDatasetTagResponse>({
  method: 'DELETE',
  path: `${ROOT}/:dataset_id/tags/:key`,
  request: m.DeleteDatasetTag,
  permission: one('update'),
})

export const getDatasetExperimentIds = endpoint<m.GetDatasetExperimentIds, m.GetDatasetExperimentIdsResponse>(
  {
    method: 'GET',
    path: `${ROOT}/:dataset_id/experiment-ids`,
    request: m.GetDatasetExperimentIds,
    permission: one('read'),
  },
)

export const addDatasetToExperiments = endpoint<m.AddDatasetToExperiments, m.AddDatasetToExperimentsResponse>(
  {
    method: 'POST',
    path: `${ROOT}/:dataset_id/add-experiments`,
    request: m.AddDatasetToExperiments,
    permission: one('update'),
  },
)

export const removeDatasetFromExperiments = endpoint<
  m.RemoveDatasetFromExperiments,
  m.RemoveDatasetFromExperimentsResponse
>({
  method: 'POST',
  path: `${ROOT}/:dataset_id/remove-experiments`,
  request: m.RemoveDatasetFromExperiments,
  permission: one('update'),
})
