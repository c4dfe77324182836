import { splitUri } from '@millrace/artifacts'
import {
  type CreatePresignedDownloadUrl,
  type CreatePresignedUploadUrl,
  invalidParameter,
  MlflowError,
} from '@millrace/contract'
import type { Deps } from '../deps.ts'
import { findModel } from '../logged-models/get.ts'
import { artifactUriOfRun } from './list.ts'
import { givenPath } from './locate.ts'

/** Seven days: cloud stores refuse what is signed for longer. */
const LONGEST_SECONDS = 604_800

/** No store here can sign addresses; clients fall back to plain requests. What is wrong with a request is told first. */
export async function noPresignedDownload(deps: Deps, input: CreatePresignedDownloadUrl): Promise<never> {
  const { run_id = '', path, expiration = 1 } = input
  givenPath(path)
  if (expiration < 1 || expiration > LONGEST_SECONDS) {
    throw invalidParameter(`expiration must be between 1 and ${LONGEST_SECONDS} seconds (got ${expiration}).`)
  }
  const scheme = proxyScheme(await artifactUriOfRun(deps, run_id))
  if (scheme === undefined) throw notOffered('download')
  throw invalidParameter(
    `Presigned download is not supported for runs with proxied artifact storage (artifact URI scheme: ${scheme}). This endpoint requires a run with a direct cloud storage artifact URI.`,
  )
}

export async function noPresignedUpload(deps: Deps, input: CreatePresignedUploadUrl): Promise<never> {
  const { run_id, model_id, path } = input
  if (!run_id === !model_id) throw invalidParameter('Exactly one of run_id and model_id must be provided.')
  givenPath(path)
  const uri = run_id
    ? await artifactUriOfRun(deps, run_id)
    : (await findModel(deps.db, model_id ?? '')).artifact_location
  const scheme = proxyScheme(uri)
  if (scheme === undefined) throw notOffered('upload')
  throw invalidParameter(
    `Presigned upload is not supported for proxied artifact storage (artifact URI scheme: ${scheme}). This endpoint requires a direct cloud storage artifact URI.`,
  )
}

const PROXIED = new Set(['mlflow-artifacts', 'http', 'https'])

/** The scheme of a location that is reached through a tracking server. */
function proxyScheme(uri: string): string | undefined {
  const { scheme } = splitUri(uri)
  return PROXIED.has(scheme) ? scheme : undefined
}

function notOffered(what: 'download' | 'upload'): MlflowError {
  return new MlflowError(
    'NOT_IMPLEMENTED',
    `Presigned ${what} is not supported for the current artifact repository`,
  )
}
