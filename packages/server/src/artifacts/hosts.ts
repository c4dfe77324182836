import { splitUri } from '@millrace/artifacts'
import { invalidParameter } from '@millrace/contract'

/** Whose hosts artifacts may be kept on, besides stores that choose their host themselves. */
export interface HostRules {
  /** Schemes that may name any host. */
  readonly allowedSchemes: readonly string[]
  /** Schemes that may be named at all, `file` for paths; any if undefined, as in MLflow. */
  readonly schemes?: readonly string[] | undefined
  /** The server's own stores: what lies on their hosts may be used. */
  readonly ownStores: readonly string[]
}

/** Schemes whose URI names the host that is connected to: their family, and the ports meant where none is given. */
const HOST_ADDRESSED: Readonly<Record<string, readonly [family: string, ports: readonly string[]]>> = {
  ftp: ['ftp', ['21']],
  sftp: ['sftp', ['22']],
  hdfs: ['hdfs', ['']],
  viewfs: ['hdfs', ['']],
  http: ['http', ['80']],
  https: ['http', ['443']],
  'mlflow-artifacts': ['http', ['80', '443']],
  r2: ['r2', ['443']],
  b2: ['b2', ['443']],
  abfss: ['abfss', ['443']],
}

/** @throws MlflowError INVALID_PARAMETER_VALUE when the field names a kind of store that this server does not take */
export function assertScheme(field: string, uri: string, { schemes }: Pick<HostRules, 'schemes'>): void {
  const scheme = splitUri(uri).scheme || 'file'
  if (!schemes || schemes.includes(scheme)) return
  throw invalidParameter(
    `'${field}' cannot use the '${scheme}' scheme: this server takes ${schemes.join(', ')} (--allowed-artifact-schemes).`,
  )
}

/** Whether a URI would make the server connect to a host that a stranger chose. MLflow's host_policy.py. */
export function isForeign(uri: string, { allowedSchemes, ownStores }: HostRules): boolean {
  const wanted = targets(uri)
  if (wanted === undefined || allowedSchemes.includes(splitUri(uri).scheme)) return false
  const own = new Set(ownStores.flatMap((store) => targets(store) ?? []))
  return !wanted.some((target) => own.has(target))
}

/** The places that a URI may make a client connect to; undefined where it names no host. */
function targets(uri: string): string[] | undefined {
  const { scheme, authority = '' } = splitUri(uri)
  // A profile of the operator's, and with it a workspace and who the server is there; without one it is the usual.
  if (scheme === 'dbfs') return authority.includes('@') ? [`dbfs ${authority}`] : undefined
  const [family, ports] = (Object.hasOwn(HOST_ADDRESSED, scheme) && HOST_ADDRESSED[scheme]) || []
  if (family === undefined || ports === undefined) return undefined
  // Without a host it is this server itself.
  if (scheme === 'mlflow-artifacts' && authority === '') return undefined
  // Nothing is trusted that clients may read differently.
  if (/[\\\s]/.test(authority)) return []
  const [, host, port] = /^(?:.*@)?(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(authority) ?? []
  if (host === undefined) return []
  return (port ? [port] : ports).map((each) => `${family} ${host.toLowerCase()} ${each}`)
}
