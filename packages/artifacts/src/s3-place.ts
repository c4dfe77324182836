import { invalidParameter } from '@millrace/contract'
import { splitUri } from './uri.ts'

/** Where an S3 bucket is, as a URI and the environment say it. */
export interface S3Place {
  readonly scheme: string
  readonly bucket: string
  /** The key that everything is below, as it stands in the URI. */
  readonly root: string
  /** AWS's own where undefined. */
  readonly endpoint: string | undefined
  /** The usual chain of AWS where undefined. */
  readonly region: string | undefined
  readonly pathStyle: boolean
}

type Env = Readonly<Record<string, string | undefined>>

/**
 * `s3://bucket/root`, `r2://bucket@account.r2.cloudflarestorage.com/root` or `b2://bucket@s3.region.backblazeb2.com/root`.
 * @throws MlflowError INVALID_PARAMETER_VALUE, without the URI: it may hold a secret
 */
export function s3Place(uri: string, env: Env): S3Place {
  const { scheme, authority = '', path } = splitUri(uri)
  const at = authority.lastIndexOf('@')
  const [bucket, host] = at < 0 ? [authority, ''] : [authority.slice(0, at), authority.slice(at + 1)]
  if (!/^[\w.-]+$/.test(bucket)) throw unusable(scheme)
  const place = { scheme, bucket, root: path }
  switch (scheme) {
    case 'r2':
      return { ...place, endpoint: endpointOf(scheme, host), region: 'auto', pathStyle: false }
    case 'b2':
      return { ...place, endpoint: endpointOf(scheme, host), region: regionOfB2(host), pathStyle: true }
    default:
      if (at >= 0) throw unusable(scheme)
      return { ...place, ...ofEnvironment(env) }
  }
}

/** The first is MLflow's own, the others AWS's, which its library would read too, but not take for a reason to use paths. */
const ENDPOINTS = ['MLFLOW_S3_ENDPOINT_URL', 'AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL']

function ofEnvironment(env: Env): Pick<S3Place, 'endpoint' | 'region' | 'pathStyle'> {
  const endpoint = ENDPOINTS.map((name) => env[name]).find(Boolean)
  const style = env.MLFLOW_BOTO_CLIENT_ADDRESSING_STYLE || 'auto'
  if (!['auto', 'path', 'virtual'].includes(style)) {
    throw invalidParameter('MLFLOW_BOTO_CLIENT_ADDRESSING_STYLE must be auto, path or virtual.')
  }
  return {
    endpoint,
    region: env.AWS_REGION || env.AWS_DEFAULT_REGION || undefined,
    // As boto has it: servers of one's own rarely have a host name for each bucket.
    pathStyle: style === 'path' || (style === 'auto' && endpoint !== undefined),
  }
}

function endpointOf(scheme: string, host: string): string {
  if (!/^[\w.-]+(:\d+)?$/.test(host)) throw unusable(scheme)
  return `https://${host}`
}

function regionOfB2(host: string): string {
  const region = /^s3\.([\w-]+)\.backblazeb2\.com$/.exec(host)?.[1]
  if (region === undefined) throw unusable('b2')
  return region
}

const SHAPES: Readonly<Record<string, string>> = {
  s3: 's3://<bucket>/<path>',
  r2: 'r2://<bucket>@<account>.r2.cloudflarestorage.com/<path>',
  b2: 'b2://<bucket>@s3.<region>.backblazeb2.com/<path>',
}

function unusable(scheme: string) {
  return invalidParameter(`An artifact URI of the scheme '${scheme}' must be of the form ${SHAPES[scheme]}`)
}
