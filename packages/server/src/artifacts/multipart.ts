import { type DirectAccess, type SafePath, safePath } from '@millrace/artifacts'
import {
  type ArtifactsAbortMultipartUpload,
  type ArtifactsCompleteMultipartUpload,
  type ArtifactsCreateMultipartUpload,
  type ArtifactsCreateMultipartUploadResponse,
  invalidParameter,
} from '@millrace/contract'
import type { Deps } from '../deps.ts'
import type { Params } from '../http/answer.ts'
import { orNotOffered, requireDirect, shownHeaders } from './direct.ts'
import { givenPath, proxied } from './locate.ts'

/** What the store with the most takes. */
const MOST_PARTS = 50_000

/** MLflow looks at the address before it looks at the body. */
export function admitProxied(deps: Deps, params: Params): void {
  proxied(deps)
  if (givenPath(params['*']) === '') throw invalidParameter('Invalid path')
}

export async function createMultipartUpload(
  deps: Deps,
  { path, num_parts = 0 }: ArtifactsCreateMultipartUpload,
  params: Params,
): Promise<ArtifactsCreateMultipartUploadResponse> {
  const { direct, file } = target(deps, params, path)
  if (num_parts < 0 || num_parts > MOST_PARTS) {
    throw invalidParameter(`num_parts must be between 0 and ${MOST_PARTS} (got ${num_parts}).`)
  }
  const { credentials, ...begun } = await orNotOffered(
    'Multipart upload',
    direct.beginUpload(file, num_parts),
  )
  return {
    ...begun,
    ...(credentials.length > 0 && {
      credentials: credentials.map(({ headers, ...rest }) => ({ ...rest, ...shownHeaders(headers) })),
    }),
  }
}

export async function completeMultipartUpload(
  deps: Deps,
  { path, upload_id = '', parts = [] }: ArtifactsCompleteMultipartUpload,
  params: Params,
): Promise<Record<never, never>> {
  const { direct, file } = target(deps, params, path)
  const sent = parts.map(({ part_number = 0, etag, url }) => ({
    part_number,
    ...(etag && { etag }),
    ...(url && { url }),
  }))
  await direct.completeUpload(file, upload_id, sent)
  return {}
}

export async function abortMultipartUpload(
  deps: Deps,
  { path, upload_id = '' }: ArtifactsAbortMultipartUpload,
  params: Params,
): Promise<Record<never, never>> {
  const { direct, file } = target(deps, params, path)
  await direct.abortUpload(file, upload_id)
  return {}
}

/** The address names the folder; the body the file, as it lies on the client's disk. */
function target(
  deps: Deps,
  params: Params,
  clientPath = '',
): { readonly direct: DirectAccess; readonly file: SafePath } {
  const name = givenPath(
    clientPath.slice(1 + Math.max(clientPath.lastIndexOf('/'), clientPath.lastIndexOf('\\'))),
  )
  if (name === '') throw invalidParameter('Invalid path')
  return {
    direct: requireDirect('Multipart upload', proxied(deps)),
    file: safePath(`${givenPath(params['*'])}/${name}`, { decoded: true }),
  }
}
