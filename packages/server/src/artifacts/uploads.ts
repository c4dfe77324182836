import type { ByteSpan, ResumableUploads, SafePath } from '@millrace/artifacts'
import {
  type CreateUpload,
  type FileInfo,
  invalidParameter,
  MlflowError,
  type NamedUpload,
  type UploadStateResponse,
} from '@millrace/contract'
import type { Deps } from '../deps.ts'
import { givenPath, proxied } from './locate.ts'

export async function createUpload(deps: Deps, input: CreateUpload): Promise<{ upload_id: string }> {
  return { upload_id: await uploadsOf(deps).create(pathOf(input), input.size ?? 0) }
}

export async function getUploadParts(deps: Deps, input: NamedUpload): Promise<UploadStateResponse> {
  const { size, received } = await uploadsOf(deps).state(pathOf(input), input.upload_id ?? '')
  return { size, received: [...received] }
}

export async function completeUpload(deps: Deps, input: NamedUpload): Promise<{ file: FileInfo }> {
  const { path, is_dir, file_size } = await uploadsOf(deps).complete(pathOf(input), input.upload_id ?? '')
  return { file: { path, is_dir, file_size } }
}

export async function abortUpload(deps: Deps, input: NamedUpload): Promise<Record<string, never>> {
  await uploadsOf(deps).abort(pathOf(input), input.upload_id ?? '')
  return {}
}

/** Where the part lies, by its `Content-Range`. */
export function spanOf(header: string | undefined): ByteSpan {
  const [, start, end] = /^bytes (\d{1,15})-(\d{1,15})\/(?:\d+|\*)$/.exec(header ?? '') ?? []
  if (start !== undefined && end !== undefined) return { start: Number(start), end: Number(end) }
  throw invalidParameter("A part needs a header 'Content-Range: bytes <first>-<last>/<size>'.")
}

export function uploadsOf(deps: Pick<Deps, 'proxied'>): ResumableUploads {
  const { uploads } = proxied(deps)
  if (uploads) return uploads
  throw new MlflowError(
    'NOT_IMPLEMENTED',
    'Uploads in parts through this server are not supported for the current artifact repository',
  )
}

function pathOf(input: { '*'?: string }): SafePath {
  return givenPath(input['*'])
}
