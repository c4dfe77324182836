import { invalidParameter } from '@millrace/contract'

export interface TargetUri {
  /** Of a target, of a package, or the path of a file that is one. */
  readonly target: string
  /** What stands behind it; '' for nothing. */
  readonly suffix: string
}

/** A file may lie on a drive: `C:\here\target.js:/suffix`. */
const FILE = /^((?:[a-z]:[\\/])?[^:]*\.[cm]?[jt]s)(?::\/*(.*))?$/i
const NAMED = /^([a-z@][\w@./-]*)(?::\/*(.*))?$/i

/**
 * `sagemaker`, `sagemaker:/us-west-2`, `kubernetes:/context/namespace`, `./target.js:/suffix`.
 * @throws MlflowError INVALID_PARAMETER_VALUE
 */
export function parseTargetUri(uri: string): TargetUri {
  const [, target, suffix = ''] = FILE.exec(uri) ?? NAMED.exec(uri) ?? []
  if (target !== undefined) return { target, suffix }
  throw invalidParameter(
    `Not a proper deployment URI: ${uri}. Deployment URIs must be of the form 'target' or 'target:/suffix'`,
  )
}

/** The pieces of a suffix between its slashes; `%2F` is a slash within one. */
export function suffixPieces(suffix: string): string[] {
  return suffix.split('/').filter(Boolean).map(decodeURIComponent)
}
