import { endpoint, type Permission } from './endpoint.ts'
import * as m from './generated/messages.ts'
import { LIMITS } from './limits.ts'

const by = ['name']
const read: Permission = { action: 'read', on: 'registered-model', by }
const update: Permission = { action: 'update', on: 'registered-model', by }
const remove: Permission = { action: 'delete', on: 'registered-model', by }

export const createRegisteredModel = endpoint<m.CreateRegisteredModel, m.CreateRegisteredModelResponse>({
  method: 'POST',
  path: '2.0/mlflow/registered-models/create',
  request: m.CreateRegisteredModel,
  required: ['name'],
  permission: { action: 'create', on: 'registered-model' },
})

export const renameRegisteredModel = endpoint<m.RenameRegisteredModel, m.RenameRegisteredModelResponse>({
  method: 'POST',
  path: '2.0/mlflow/registered-models/rename',
  request: m.RenameRegisteredModel,
  required: ['name', 'new_name'],
  permission: update,
})

export const updateRegisteredModel = endpoint<m.UpdateRegisteredModel, m.UpdateRegisteredModelResponse>({
  method: 'PATCH',
  path: '2.0/mlflow/registered-models/update',
  request: m.UpdateRegisteredModel,
  required: ['name'],
  permission: update,
})

export const deleteRegisteredModel = endpoint<m.DeleteRegisteredModel, m.DeleteRegisteredModelResponse>({
  method: 'DELETE',
  path: '2.0/mlflow/registered-models/delete',
  request: m.DeleteRegisteredModel,
  required: ['name'],
  permission: remove,
})

export const getRegisteredModel = endpoint<m.GetRegisteredModel, m.GetRegisteredModelResponse>({
  method: 'GET',
  path: '2.0/mlflow/registered-models/get',
  request: m.GetRegisteredModel,
  required: ['name'],
  permission: read,
})

export const searchRegisteredModels = endpoint<m.SearchRegisteredModels, m.SearchRegisteredModelsResponse>({
  method: 'GET',
  path: '2.0/mlflow/registered-models/search',
  request: m.SearchRegisteredModels,
  ranges: { max_results: { max: LIMITS.registeredModelsPage } },
  permission: { action: 'read', on: 'registered-model' },
})

export const getLatestVersions = endpoint<m.GetLatestVersions, m.GetLatestVersionsResponse>({
  method: 'GET',
  path: '2.0/mlflow/registered-models/get-latest-versions',
  request: m.GetLatestVersions,
  required: ['name'],
  permission: read,
})

export const postLatestVersions = endpoint<m.GetLatestVersions, m.GetLatestVersionsResponse>({
  method: 'POST',
  path: '2.0/mlflow/registered-models/get-latest-versions',
  request: m.GetLatestVersions,
  required: ['name'],
  permission: read,
})

export const setRegisteredModelTag = endpoint<m.SetRegisteredModelTag, m.SetRegisteredModelTagResponse>({
  method: 'POST',
  path: '2.0/mlflow/registered-models/set-tag',
  request: m.SetRegisteredModelTag,
  required: ['name', 'key'],
  permission: update,
})

export const deleteRegisteredModelTag = endpoint<
  m.DeleteRegisteredModelTag,
  m.DeleteRegisteredModelTagResponse
>({
  method: 'DELETE',
  path: '2.0/mlflow/registered-models/delete-tag',
  request: m.DeleteRegisteredModelTag,
  required: ['name', 'key'],
  permission: update,
})

export const setRegisteredModelAlias = endpoint<m.SetRegisteredModelAlias, m.SetRegisteredModelAliasResponse>(
  {
    method: 'POST',
    path: '2.0/mlflow/registered-models/alias',
    request: m.SetRegisteredModelAlias,
    required: ['name', 'alias', 'version'],
    permission: update,
  },
)

export const deleteRegisteredModelAlias = endpoint<
  m.DeleteRegisteredModelAlias,
  m.DeleteRegisteredModelAliasResponse
>({
  method: 'DELETE',
  path: '2.0/mlflow/registered-models/alias',
  request: m.DeleteRegisteredModelAlias,
  required: ['name', 'alias'],
  permission: update,
})

export const getModelVersionByAlias = endpoint<m.GetModelVersionByAlias, m.GetModelVersionByAliasResponse>({
  method: 'GET',
  path: '2.0/mlflow/registered-models/alias',
  request: m.GetModelVersionByAlias,
  required: ['name', 'alias'],
  permission: read,
})

export const createModelVersion = endpoint<m.CreateModelVersion, m.CreateModelVersionResponse>({
  method: 'POST',
  path: '2.0/mlflow/model-versions/create',
  request: m.CreateModelVersion,
  required: ['name', 'source'],
  permission: update,
})

export const getModelVersion = endpoint<m.GetModelVersion, m.GetModelVersionResponse>({
  method: 'GET',
  path: '2.0/mlflow/model-versions/get',
  request: m.GetModelVersion,
  required: ['name', 'version'],
  permission: read,
})

export const updateModelVersion = endpoint<m.UpdateModelVersion, m.UpdateModelVersionResponse>({
  method: 'PATCH',
  path: '2.0/mlflow/model-versions/update',
  request: m.UpdateModelVersion,
  required: ['name', 'version'],
  permission: update,
})

export const deleteModelVersion = endpoint<m.DeleteModelVersion, m.DeleteModelVersionResponse>({
  method: 'DELETE',
  path: '2.0/mlflow/model-versions/delete',
  request: m.DeleteModelVersion,
  required: ['name', 'version'],
  permission: remove,
})

export const searchModelVersions = endpoint<m.SearchModelVersions, m.SearchModelVersionsResponse>({
  method: 'GET',
  path: '2.0/mlflow/model-versions/search',
  request: m.SearchModelVersions,
  ranges: { max_results: { max: LIMITS.modelVersionsPage } },
  permission: { action: 'read', on: 'registered-model' },
})

export const getModelVersionDownloadUri = endpoint<
  m.GetModelVersionDownloadUri,
  m.GetModelVersionDownloadUriResponse
>({
  method: 'GET',
  path: '2.0/mlflow/model-versions/get-download-uri',
  request: m.GetModelVersionDownloadUri,
  permission: read,
})

export const transitionModelVersionStage = endpoint<
  m.TransitionModelVersionStage,
  m.TransitionModelVersionStageResponse
>({
  method: 'POST',
  path: '2.0/mlflow/model-versions/transition-stage',
  request: m.TransitionModelVersionStage,
  required: ['name', 'version', 'stage'],
  permission: update,
})

export const setModelVersionTag = endpoint<m.SetModelVersionTag, m.SetModelVersionTagResponse>({
  method: 'POST',
  path: '2.0/mlflow/model-versions/set-tag',
  request: m.SetModelVersionTag,
  required: ['name', 'version', 'key'],
  permission: update,
})

export const deleteModelVersionTag = endpoint<m.DeleteModelVersionTag, m.DeleteModelVersionTagResponse>({
  method: 'DELETE',
  path: '2.0/mlflow/model-versions/delete-tag',
  request: m.DeleteModelVersionTag,
  required: ['name', 'version', 'key'],
  permission: update,
})
