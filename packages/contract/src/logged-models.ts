import { endpoint, type Permission } from './endpoint.ts'
import * as m from './generated/messages.ts'

const by = ['model_id']
const read: Permission = { action: 'read', on: 'logged-model', by }
const update: Permission = { action: 'update', on: 'logged-model', by }

export const createLoggedModel = endpoint<m.CreateLoggedModel, m.CreateLoggedModelResponse>({
  method: 'POST',
  path: '2.0/mlflow/logged-models',
  request: m.CreateLoggedModel,
  required: ['experiment_id'],
  permission: { action: 'update', on: 'experiment', by: ['experiment_id'] },
})

export const getLoggedModel = endpoint<m.GetLoggedModel, m.GetLoggedModelResponse>({
  method: 'GET',
  path: '2.0/mlflow/logged-models/:model_id',
  request: m.GetLoggedModel,
  permission: read,
})

export const finalizeLoggedModel = endpoint<m.FinalizeLoggedModel, m.FinalizeLoggedModelResponse>({
  method: 'PATCH',
  path: '2.0/mlflow/logged-models/:model_id',
  request: m.FinalizeLoggedModel,
  required: ['model_id'],
  permission: update,
})

export const deleteLoggedModel = endpoint<m.DeleteLoggedModel, m.DeleteLoggedModelResponse>({
  method: 'DELETE',
  path: '2.0/mlflow/logged-models/:model_id',
  request: m.DeleteLoggedModel,
  permission: { action: 'delete', on: 'logged-model', by },
})

export const logLoggedModelParams = endpoint<
  m.LogLoggedModelParamsRequest,
  m.LogLoggedModelParamsRequestResponse
>({
  method: 'POST',
  path: '2.0/mlflow/logged-models/:model_id/params',
  request: m.LogLoggedModelParamsRequest,
  required: ['model_id'],
  permission: update,
})

export const setLoggedModelTags = endpoint<m.SetLoggedModelTags, m.SetLoggedModelTagsResponse>({
  method: 'PATCH',
  path: '2.0/mlflow/logged-models/:model_id/tags',
  request: m.SetLoggedModelTags,
  permission: update,
})

export const deleteLoggedModelTag = endpoint<m.DeleteLoggedModelTag, m.DeleteLoggedModelTagResponse>({
  method: 'DELETE',
  path: '2.0/mlflow/logged-models/:model_id/tags/:tag_key',
  request: m.DeleteLoggedModelTag,
  permission: update,
})

export const searchLoggedModels = endpoint<m.SearchLoggedModels, m.SearchLoggedModelsResponse>({
  method: 'POST',
  path: '2.0/mlflow/logged-models/search',
  request: m.SearchLoggedModels,
  required: ['experiment_ids'],
  permission: { action: 'read', on: 'experiment', by: ['experiment_ids'] },
})

export const listLoggedModelArtifacts = endpoint<
  m.ListLoggedModelArtifacts,
  m.ListLoggedModelArtifactsResponse
>({
  method: 'GET',
  path: '2.0/mlflow/logged-models/:model_id/artifacts/directories',
  request: m.ListLoggedModelArtifacts,
  permission: read,
})
