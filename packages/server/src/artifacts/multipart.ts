import { invalidParameter, MlflowError } from '@millrace/contract'
import type { Deps } from '../deps.ts'
import { givenPath, proxied } from './locate.ts'

/** MLflow looks at the address before it looks at the body. */
export function admitProxied(deps: Deps, params: Readonly<Record<string, string>>): void {
  proxied(deps)
  if (givenPath(params['*']) === '') throw invalidParameter('Invalid path')
}

/** What a store of local files cannot do, in MLflow's words; clients fall back to plain requests. */
export async function noMultipartUpload(): Promise<never> {
  throw notOffered('upload')
}

export async function noMultipartDownload(): Promise<never> {
  throw notOffered('download')
}

function notOffered(what: 'download' | 'upload'): MlflowError {
  return new MlflowError(
    'NOT_IMPLEMENTED',
    `Multipart ${what} is not supported for the current artifact repository`,
  )
}
