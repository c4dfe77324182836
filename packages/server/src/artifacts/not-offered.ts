import { type CreatePresignedUploadUrl, invalidParameter, MlflowError } from '@millrace/contract'
import type { Deps } from '../deps.ts'
import { givenPath } from './locate.ts'

/** What a store of local files cannot do, in MLflow's words; clients fall back to plain requests. */
export async function noMultipartUpload(): Promise<never> {
  throw new MlflowError(
    'NOT_IMPLEMENTED',
    'Multipart upload is not supported for the current artifact repository',
  )
}

export async function noMultipartDownload(): Promise<never> {
  throw new MlflowError(
    'NOT_IMPLEMENTED',
    'Multipart download is not supported for the current artifact repository',
  )
}

export async function noPresignedDownload(_deps: Deps, input: { path?: string }): Promise<never> {
  givenPath(input.path)
  throw new MlflowError(
    'NOT_IMPLEMENTED',
    'Presigned download is not supported for the current artifact repository',
  )
}

export async function noPresignedUpload(_deps: Deps, input: CreatePresignedUploadUrl): Promise<never> {
  if (!input.run_id === !input.model_id)
    throw invalidParameter('Exactly one of run_id and model_id must be provided.')
  givenPath(input.path)
  throw new MlflowError(
    'NOT_IMPLEMENTED',
    'Presigned upload is not supported for the current artifact repository',
  )
}
