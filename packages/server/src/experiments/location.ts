import { resolveIfLocal, splitUri } from '@millrace/artifacts'
import { invalidParameter, isLonger } from '@millrace/contract'
import { assertScheme, type HostRules, isForeign } from '../artifacts/hosts.ts'

/** What locations a client may give. */
export interface LocationRules extends HostRules {
  readonly maxLength: number
}

/** A location as it is stored. @throws INVALID_PARAMETER_VALUE in MLflow's words, first things first as there. */
export function checkedLocation(location: string, rules: LocationRules): string {
  const { scheme, query } = splitUri(location)
  if (hasFragmentOrParams(location)) {
    throw invalidParameter("'artifact_location' URL can't include fragments or params.")
  }
  if (holdsParentFolder(query)) throw invalidParameter('Invalid query string')
  assertScheme('artifact_location', location, rules)
  if (isForeign(location, rules)) {
    throw invalidParameter(
      `'artifact_location' cannot use the '${scheme}' scheme: the '${scheme}' scheme addresses a host other than the tracking server's configured artifact storage, so the server would connect to the host named in the URI. Set the MLFLOW_ALLOWED_HOST_ADDRESSED_ARTIFACT_SCHEMES environment variable on the server to allow it.`,
    )
  }
  if (location.startsWith('runs:')) {
    throw invalidParameter(`Artifact location cannot be a runs:/ URI. Given: '${location}'`)
  }
  assertShort(location, rules.maxLength)
  const resolved = resolveIfLocal(location)
  assertShort(resolved, rules.maxLength)
  return resolved
}

function assertShort(location: string, limit: number): void {
  if (!isLonger(location, limit)) return
  throw invalidParameter(
    `Invalid artifact path length. The length of the artifact path cannot be greater than ${limit} characters. To configure this limit, please set the MLFLOW_ARTIFACT_LOCATION_MAX_LENGTH environment variable.`,
  )
}

/** The schemes to which Python's urlparse grants `;params`; no scheme is one of them. */
const SCHEMES_WITH_PARAMS = new Set([
  '',
  'ftp',
  'hdl',
  'http',
  'https',
  'mms',
  'prospero',
  'rtsp',
  'sftp',
  'shttp',
  'sip',
  'sips',
  'tel',
])

function hasFragmentOrParams(location: string): boolean {
  const { scheme, path, fragment } = splitUri(location)
  return fragment !== '' || (SCHEMES_WITH_PARAMS.has(scheme) && /;[^/]+$/.test(path))
}

const DECODED_AT_MOST = 10

/** Whether `..` stands in the text, however often it is encoded. */
function holdsParentFolder(query: string): boolean {
  let text = query
  for (let i = 0; i < DECODED_AT_MOST; i++) {
    if (text.includes('..')) return true
    const decoded = text.replace(/%2e/gi, '.').replaceAll('%25', '%')
    if (decoded === text) return false
    text = decoded
  }
  return true
}
