import { splitUri } from '@millrace/artifacts'
import {
  type ArtifactsGetPresignedDownloadUrl,
  type ArtifactsGetPresignedDownloadUrlResponse,
  type CreatePresignedDownloadUrl,
  type CreatePresignedDownloadUrlResponse,
  type CreatePresignedUploadUrl,
  type CreatePresignedUploadUrlResponse,
  invalidParameter,
} from '@millrace/contract'
import type { Deps } from '../deps.ts'
import type { Params } from '../http/answer.ts'
import { findModel } from '../logged-models/get.ts'
import { orNotOffered, requireDirect, shownHeaders } from './direct.ts'
import { artifactUriOfRun } from './list.ts'
import { givenPath, locate, proxied } from './locate.ts'

/** Seven days: cloud stores refuse what is signed for longer. */
const LONGEST_SECONDS = 604_800
const UPLOAD_SECONDS = 900

/** What is wrong with a request is told before what the store cannot do. */
export async function createPresignedDownloadUrl(
  deps: Deps,
  { run_id = '', path, expiration = deps.presignedSeconds }: CreatePresignedDownloadUrl,
): Promise<CreatePresignedDownloadUrlResponse> {
  const relative = givenPath(path)
  assertExpires(expiration)
  const uri = await artifactUriOfRun(deps, run_id)
  const scheme = proxyScheme(uri)
  if (scheme !== undefined) {
    throw invalidParameter(
      `Presigned download is not supported for runs with proxied artifact storage (artifact URI scheme: ${scheme}). This endpoint requires a run with a direct cloud storage artifact URI.`,
    )
  }
  const { repository, path: file } = await locate(deps, uri, relative)
  const direct = requireDirect('Presigned download', repository)
  const { url, headers, file_size } = await orNotOffered(
    'Presigned download',
    direct.signDownload(file, expiration),
  )
  return { presigned_url: url, ...shownHeaders(headers), file_size }
}

export async function createPresignedUploadUrl(
  deps: Deps,
  { run_id, model_id, path, expiration = UPLOAD_SECONDS }: CreatePresignedUploadUrl,
): Promise<CreatePresignedUploadUrlResponse> {
  if (!run_id === !model_id) throw invalidParameter('Exactly one of run_id and model_id must be provided.')
  const relative = givenPath(path)
  const uri = run_id
    ? await artifactUriOfRun(deps, run_id)
    : (await findModel(deps.db, model_id ?? '')).artifact_location
  const scheme = proxyScheme(uri)
  if (scheme !== undefined) {
    throw invalidParameter(
      `Presigned upload is not supported for proxied artifact storage (artifact URI scheme: ${scheme}). This endpoint requires a direct cloud storage artifact URI.`,
    )
  }
  const { repository, path: file } = await locate(deps, uri, relative)
  const direct = requireDirect('Presigned upload', repository)
  assertExpires(expiration)
  if (file === '') throw invalidParameter('Invalid path')
  const { url, headers } = await orNotOffered('Presigned upload', direct.signUpload(file, expiration))
  return { presigned_url: url, ...shownHeaders(headers) }
}

/** Of a file behind the proxy: clients fetch large ones in parallel ranges. */
export async function getPresignedDownloadUrl(
  deps: Deps,
  _input: ArtifactsGetPresignedDownloadUrl,
  params: Params,
): Promise<ArtifactsGetPresignedDownloadUrlResponse> {
  const direct = requireDirect('Multipart download', proxied(deps))
  const signed = direct.signDownload(givenPath(params['*']), deps.presignedSeconds)
  return orNotOffered('Multipart download', signed)
}

function assertExpires(seconds: number): void {
  if (seconds >= 1 && seconds <= LONGEST_SECONDS) return
  throw invalidParameter(`expiration must be between 1 and ${LONGEST_SECONDS} seconds (got ${seconds}).`)
}

const PROXIED = new Set(['mlflow-artifacts', 'http', 'https'])

/** The scheme of a location that is reached through a tracking server. */
function proxyScheme(uri: string): string | undefined {
  const { scheme } = splitUri(uri)
  return PROXIED.has(scheme) ? scheme : undefined
}
