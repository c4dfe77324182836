import { endpoint } from './endpoint.ts'
import * as m from './generated/messages.ts'
import { type Int64, type Message, message } from './message.ts'

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
  permission: { action: 'update', on: 'artifact', by: ['*', 'path'] },
})

export const completeMultipartUpload = endpoint<
  m.ArtifactsCompleteMultipartUpload,
  m.ArtifactsCompleteMultipartUploadResponse
>({
  method: 'POST',
  path: '2.0/mlflow-artifacts/mpu/complete/*',
  request: m.ArtifactsCompleteMultipartUpload,
  required: ['path', 'parts'],
  permission: { action: 'update', on: 'artifact', by: ['*', 'path'] },
})

export const abortMultipartUpload = endpoint<
  m.ArtifactsAbortMultipartUpload,
  m.ArtifactsAbortMultipartUploadResponse
>({
  method: 'POST',
  path: '2.0/mlflow-artifacts/mpu/abort/*',
  request: m.ArtifactsAbortMultipartUpload,
  required: ['path'],
  permission: { action: 'update', on: 'artifact', by: ['*', 'path'] },
})

export const getPresignedDownloadUrl = endpoint<
  m.ArtifactsGetPresignedDownloadUrl,
  m.ArtifactsGetPresignedDownloadUrlResponse
>({
  method: 'GET',
  path: '2.0/mlflow-artifacts/presigned/*',
  request: m.ArtifactsGetPresignedDownloadUrl,
  permission: { action: 'read', on: 'artifact', by: ['*'] },
})

/** Whose artifacts: of a run, a logged model or a model version; what is behind the proxy where none is named. */
export interface ArtifactOwner {
  run_id?: string
  model_id?: string
  name?: string
  version?: string
}

/** Asks for one page of a folder; MLflow's own lists are always whole. */
export interface ListArtifactPage extends ArtifactOwner {
  path?: string
  max_results?: number
  page_token?: string
}
export const ListArtifactPage: Message<ListArtifactPage> = message('ListArtifactPage', {
  run_id: { type: 'string', camel: 'runId' },
  model_id: { type: 'string', camel: 'modelId' },
  name: { type: 'string' },
  version: { type: 'string' },
  path: { type: 'string' },
  max_results: { type: 'int32', camel: 'maxResults' },
  page_token: { type: 'string', camel: 'pageToken' },
})

/** Folders first, each kind by code point. */
export interface ListArtifactPageResponse {
  files: m.FileInfo[]
  /** Absent on the last page. */
  next_page_token?: string
}

export const listArtifactPage = endpoint<ListArtifactPage, ListArtifactPageResponse>({
  method: 'GET',
  path: '3.0/millrace/artifacts/list',
  request: ListArtifactPage,
  ranges: { max_results: { min: 1, max: 10_000 } },
  permission: { action: 'read', on: 'artifact', by: ['run_id', 'model_id', 'name', 'version', 'path'] },
})

/** Begins an upload in parts to the path in the address. */
export interface CreateUpload {
  /** Bytes of the whole file. */
  size?: Int64
  '*'?: string
}
const CreateUpload: Message<CreateUpload> = message('CreateUpload', {
  size: { type: 'int64' },
  '*': { type: 'string' },
})

/** Names an upload that was begun: its path, in the address, and its id. */
export interface NamedUpload {
  upload_id?: string
  '*'?: string
}
const NamedUpload: Message<NamedUpload> = message('NamedUpload', {
  upload_id: { type: 'string', camel: 'uploadId' },
  '*': { type: 'string' },
})

export interface UploadStateResponse {
  size: Int64
  /** The first and last bytes of what the server keeps, in order. */
  received: { start: Int64; end: Int64 }[]
}

/**
 * Uploads in parts, own protocol: create, PUT each part (any order, several at once, again after a break) to `parts` with a
 * `Content-Range`, complete. `parts` tells what is there already.
 */
export const createUpload = endpoint<CreateUpload, { upload_id: string }>({
  method: 'POST',
  path: '3.0/millrace/artifacts/uploads/create/*',
  request: CreateUpload,
  required: ['size'],
  ranges: { size: { min: 0, max: Number.MAX_SAFE_INTEGER } },
  permission: { action: 'update', on: 'artifact', by: ['*'] },
})

export const getUploadParts = endpoint<NamedUpload, UploadStateResponse>({
  method: 'GET',
  path: '3.0/millrace/artifacts/uploads/parts/*',
  request: NamedUpload,
  required: ['upload_id'],
  permission: { action: 'update', on: 'artifact', by: ['*'] },
})

export const completeUpload = endpoint<NamedUpload, { file: m.FileInfo }>({
  method: 'POST',
  path: '3.0/millrace/artifacts/uploads/complete/*',
  request: NamedUpload,
  required: ['upload_id'],
  permission: { action: 'update', on: 'artifact', by: ['*'] },
})

export const abortUpload = endpoint<NamedUpload, Record<string, never>>({
  method: 'POST',
  path: '3.0/millrace/artifacts/uploads/abort/*',
  request: NamedUpload,
  required: ['upload_id'],
  permission: { action: 'update', on: 'artifact', by: ['*'] },
})
