import { endpoint } from './endpoint.ts'
import * as m from './generated/messages.ts'

export const listArtifacts = endpoint<m.ListArtifacts, m.ListArtifactsResponse>({
  method: 'GET',
  path: '2.0/mlflow/artifacts/list',
  request: m.ListArtifacts,
  aliases: { run_id: 'run_uuid' },
  required: ['run_id'],
  permission: { action: 'read', on: 'run', by: ['run_id'] },
})

export const createPresignedDownloadUrl = endpoint<
  m.CreatePresignedDownloadUrl,
  m.CreatePresignedDownloadUrlResponse
>({
  method: 'POST',
  path: '2.0/mlflow/artifacts/presigned-download-url',
  request: m.CreatePresignedDownloadUrl,
  required: ['run_id', 'path'],
  permission: { action: 'read', on: 'run', by: ['run_id'] },
})

export const createPresignedUploadUrl = endpoint<
  m.CreatePresignedUploadUrl,
  m.CreatePresignedUploadUrlResponse
>({
  method: 'POST',
  path: '2.0/mlflow/artifacts/presigned-upload-url',
  request: m.CreatePresignedUploadUrl,
  required: ['path'],
  permission: { action: 'update', on: 'run', by: ['run_id', 'model_id'] },
})

export const listProxiedArtifacts = endpoint<m.ArtifactsListArtifacts, m.ArtifactsListArtifactsResponse>({
  method: 'GET',
  path: '2.0/mlflow-artifacts/artifacts',
  request: m.ArtifactsListArtifacts,
  permission: { action: 'read', on: 'artifact', by: ['path'] },
})

export const createMultipartUpload = endpoint<
  m.ArtifactsCreateMultipartUpload,
  m.ArtifactsCreateMultipartUploadResponse
>({
  method: 'POST',
  path: '2.0/mlflow-artifacts/mpu/create/*',
  request: m.ArtifactsCreateMultipartUpload,
  required: ['path'],
  permission: { action: 'update', on: 'artifact', by: ['path'] },
})

export const completeMultipartUpload = endpoint<
  m.ArtifactsCompleteMultipartUpload,
  m.ArtifactsCompleteMultipartUploadResponse
>({
  method: 'POST',
  path: '2.0/mlflow-artifacts/mpu/complete/*',
  request: m.ArtifactsCompleteMultipartUpload,
  required: ['path', 'parts'],
  permission: { action: 'update', on: 'artifact', by: ['path'] },
})

export const abortMultipartUpload = endpoint<
  m.ArtifactsAbortMultipartUpload,
  m.ArtifactsAbortMultipartUploadResponse
>({
  method: 'POST',
  path: '2.0/mlflow-artifacts/mpu/abort/*',
  request: m.ArtifactsAbortMultipartUpload,
  required: ['path'],
  permission: { action: 'update', on: 'artifact', by: ['path'] },
})

export const getPresignedDownloadUrl = endpoint<
  m.ArtifactsGetPresignedDownloadUrl,
  m.ArtifactsGetPresignedDownloadUrlResponse
>({
  method: 'GET',
  path: '2.0/mlflow-artifacts/presigned/*',
  request: m.ArtifactsGetPresignedDownloadUrl,
  permission: { action: 'read', on: 'artifact', by: ['path'] },
})
