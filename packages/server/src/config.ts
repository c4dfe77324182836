import { fileURLToPath } from 'node:url'
import { resolveIfLocal } from '@millrace/artifacts'
import { LIMITS, MlflowError } from '@millrace/contract'
import { databaseKind } from './db/uri.ts'
import type { LocationRules } from './experiments/location.ts'
import type { SecurityOptions } from './http/security.ts'
import { type FernetKey, parseFernetKey } from './webhooks/fernet.ts'
import type { WebhookConfig } from './webhooks/webhooks.ts'

/** Flags of `millrace server`, by their long names in camelCase; undefined where not given. */
export interface ServerFlags {
  backendStoreUri?: string
  registryStoreUri?: string
  readReplicaBackendStoreUri?: string
  defaultArtifactRoot?: string
  serveArtifacts?: boolean
  artifactsOnly?: boolean
  artifactsDestination?: string
  allowedArtifactSchemes?: string
  host?: string
  port?: string
  staticPrefix?: string
  allowedHosts?: string
  corsAllowedOrigins?: string
  disableSecurityMiddleware?: boolean
  xFrameOptions?: string
  exposePrometheus?: string
  enablePermanentDelete?: boolean
  userHeader?: string
  /** Never true: `--enable-workspaces` is refused; false for `--disable-workspaces`. */
  enableWorkspaces?: boolean
}

/** All that the server is told from outside, checked. */
export interface Config {
  readonly backendStoreUri: string
  /** Where models and prompts are kept: the backend store unless another is named. */
  readonly registryStoreUri: string
  /** Where reads go instead, if given. */
  readonly readReplicaUri: string | undefined
  /** Where new experiments keep their artifacts. */
  readonly artifactRoot: string
  /** What locations of their own experiments may have. */
  readonly locations: LocationRules
  readonly serveArtifacts: boolean
  readonly artifactsOnly: boolean
  readonly artifactsDestination: string
  /** How long the address of a download is good for. */
  readonly presignedSeconds: number
  readonly host: string
  readonly port: number
  /** Without a trailing slash; empty for none. */
  readonly staticPrefix: string
  readonly security: Omit<SecurityOptions, 'prefix'>
  readonly prometheus: boolean
  readonly webhooks: WebhookConfig
  readonly truncateLongValues: boolean
  /** Whether callers may delete for good what is in the stage `deleted`. */
  readonly permanentDelete: boolean
  /** The header, in lower case, in which a proxy that has authenticated the caller says who that is. */
  readonly userHeader: string | undefined
  readonly logLevel: string
  /** Connections to a database server. */
  readonly poolSize: number
  /** Seconds after which a connection to PostgreSQL is made anew; 0 for never. */
  readonly poolRecycle: number
  /** The folder with the built page. */
  readonly uiRoot: string
}

/** A flag or variable that cannot be used; the message names it. */
export class ConfigError extends Error {}

const DEFAULT_STORE = 'sqlite:///mlflow.db'

type Env = Readonly<Record<string, string | undefined>>

/** Flags beat variables, variables beat defaults; names and defaults are MLflow's. */
export function readConfig(flags: ServerFlags, env: Env): Config {
  const text = (flag: string | undefined, name: string, fallback: string) =>
    flag ?? nonEmpty(env[name]) ?? fallback
  const yes = (flag: boolean | undefined, name: string, fallback: boolean) =>
    flag ?? bool(name, env[name]) ?? fallback
  const serveArtifacts = yes(flags.serveArtifacts, 'MLFLOW_SERVE_ARTIFACTS', true)
  const artifactsOnly = yes(flags.artifactsOnly, 'MLFLOW_ARTIFACTS_ONLY', false)
  if (artifactsOnly && !serveArtifacts) {
    throw new ConfigError('--artifacts-only and --no-serve-artifacts cannot be used together.')
  }
  refuseWhatIsLater(flags, env)
  const backendStoreUri = text(flags.backendStoreUri, 'MLFLOW_BACKEND_STORE_URI', DEFAULT_STORE)
  // A file store keeps artifacts beside their runs.
  const ownRoot = databaseKind(backendStoreUri) === 'folder' ? backendStoreUri : './mlruns'
  const artifactRoot = rootOf(
    text(
      flags.defaultArtifactRoot,
      'MLFLOW_DEFAULT_ARTIFACT_ROOT',
      serveArtifacts ? 'mlflow-artifacts:/' : ownRoot,
    ),
  )
  const artifactsDestination = text(
    flags.artifactsDestination,
    'MLFLOW_ARTIFACTS_DESTINATION',
    './mlartifacts',
  )
  return {
    backendStoreUri,
    registryStoreUri: text(flags.registryStoreUri, 'MLFLOW_REGISTRY_STORE_URI', backendStoreUri),
    readReplicaUri: readReplica(flags, env, backendStoreUri),
    artifactRoot,
    locations: {
      maxLength: wholeNumber('MLFLOW_ARTIFACT_LOCATION_MAX_LENGTH', env, LIMITS.artifactLocationLength),
      allowedSchemes: list(env.MLFLOW_ALLOWED_HOST_ADDRESSED_ARTIFACT_SCHEMES?.toLowerCase()) ?? [],
      schemes: list(
        (flags.allowedArtifactSchemes ?? nonEmpty(env.MILLRACE_ALLOWED_ARTIFACT_SCHEMES))?.toLowerCase(),
      ),
      ownStores: serveArtifacts ? [artifactRoot, artifactsDestination] : [artifactRoot],
    },
    serveArtifacts,
    artifactsOnly,
    artifactsDestination,
    presignedSeconds: wholeNumber('MLFLOW_PRESIGNED_DOWNLOAD_URL_TTL_SECONDS', env, 300),
    host: text(flags.host, 'MLFLOW_HOST', '127.0.0.1'),
    port: port(text(flags.port, 'MLFLOW_PORT', '5000')),
    staticPrefix: prefix(text(flags.staticPrefix, 'MLFLOW_STATIC_PREFIX', '')),
    security: {
      allowedHosts: list(flags.allowedHosts ?? nonEmpty(env.MLFLOW_SERVER_ALLOWED_HOSTS)),
      allowedOrigins:
        list(flags.corsAllowedOrigins ?? nonEmpty(env.MLFLOW_SERVER_CORS_ALLOWED_ORIGINS)) ?? [],
      frameOptions: headerValue(text(flags.xFrameOptions, 'MLFLOW_SERVER_X_FRAME_OPTIONS', 'SAMEORIGIN')),
      disabled: yes(flags.disableSecurityMiddleware, 'MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE', false),
    },
    prometheus: (flags.exposePrometheus ?? nonEmpty(env.MLFLOW_EXPOSE_PROMETHEUS)) !== undefined,
    webhooks: webhookConfig(env),
    truncateLongValues: yes(undefined, 'MLFLOW_TRUNCATE_LONG_VALUES', true),
    permanentDelete: yes(flags.enablePermanentDelete, 'MILLRACE_ENABLE_PERMANENT_DELETE', false),
    userHeader: headerName(flags.userHeader ?? nonEmpty(env.MILLRACE_USER_HEADER)),
    poolSize: poolSize(env),
    poolRecycle: wholeNumber('MLFLOW_SQLALCHEMYSTORE_POOL_RECYCLE', env, 0),
    logLevel: logLevel(nonEmpty(env.MLFLOW_LOGGING_LEVEL) ?? 'INFO'),
    uiRoot: fileURLToPath(
      new URL(import.meta.url.endsWith('.ts') ? '../../ui/dist' : './ui', import.meta.url),
    ),
  }
}

function webhookConfig(env: Env): WebhookConfig {
  const { MLFLOW_WEBHOOK_ALLOWED_SCHEMES: schemes, MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS: privateIps } = env
  return {
    egress: {
      allowedSchemes: list(nonEmpty(schemes)?.toLowerCase()) ?? ['https'],
      allowPrivateAddresses: bool('MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS', privateIps) ?? false,
      allowedHosts: list(nonEmpty(env.MILLRACE_WEBHOOK_ALLOWED_HOSTS)?.toLowerCase()),
    },
    timeoutMs: 1000 * Math.max(1, wholeNumber('MLFLOW_WEBHOOK_REQUEST_TIMEOUT', env, 30)),
    retries: wholeNumber('MLFLOW_WEBHOOK_REQUEST_MAX_RETRIES', env, 3),
    workers: Math.max(1, wholeNumber('MLFLOW_WEBHOOK_DELIVERY_MAX_WORKERS', env, 10)),
    secretKey: secretKey(nonEmpty(env.MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY)),
  }
}

function secretKey(text: string | undefined): FernetKey | undefined {
  const key = text === undefined ? undefined : parseFernetKey(text)
  if (text === undefined || key !== undefined) return key
  throw new ConfigError('MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY must be 32 bytes in URL-safe base64.')
}

/** Variables of capabilities that are not there yet: ignoring them would mislead. */
export const LATER: readonly (readonly [variable: string, what: string])[] = [
  ['MLFLOW_WORKSPACE_STORE_URI', 'workspaces are'],
  ['MLFLOW_TRACE_ARCHIVAL_CONFIG', 'trace archival is'],
  ['MLFLOW_AUTH_CONFIG_PATH', 'authentication is'],
  ['MLFLOW_AUTH_ADMIN_USERNAME', 'authentication is'],
  ['MLFLOW_AUTH_ADMIN_PASSWORD', 'authentication is'],
  ['MLFLOW_GATEWAY_CONFIG', 'the AI gateway is'],
]

function refuseWhatIsLater(flags: ServerFlags, env: Env): void {
  for (const [name, what] of LATER) {
    if (nonEmpty(env[name])) throw new ConfigError(`${name}: ${what} not supported yet.`)
  }
  if (flags.enableWorkspaces ?? bool('MLFLOW_ENABLE_WORKSPACES', env.MLFLOW_ENABLE_WORKSPACES)) {
    throw new ConfigError('MLFLOW_ENABLE_WORKSPACES: workspaces are not supported yet.')
  }
}

function rootOf(uri: string): string {
  try {
    return resolveIfLocal(uri)
  } catch (error) {
    if (!(error instanceof MlflowError)) throw error
    throw new ConfigError(`--default-artifact-root: ${error.message}`, { cause: error })
  }
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : text
}

function bool(name: string, text: string | undefined): boolean | undefined {
  if (text === undefined || text === '') return undefined
  const word = text.toLowerCase()
  if (word === 'true' || word === '1') return true
  if (word === 'false' || word === '0') return false
  throw new ConfigError(`${name} must be one of true, false, 1, 0; it is '${text}'.`)
}

function readReplica(flags: ServerFlags, env: Env, backendStoreUri: string): string | undefined {
  const uri = flags.readReplicaBackendStoreUri ?? nonEmpty(env.MLFLOW_READ_REPLICA_BACKEND_STORE_URI)
  if (uri === undefined) return undefined
  const kind = databaseKind(uri)
  if (kind !== 'sqlite' && kind !== 'folder' && kind === databaseKind(backendStoreUri)) return uri
  throw new ConfigError(
    '--read-replica-backend-store-uri: a read replica must be of the same kind as the backend store, PostgreSQL or MySQL.',
  )
}

function headerName(text: string | undefined): string | undefined {
  if (text === undefined || /^[\w-]{1,100}$/.test(text)) return text?.toLowerCase()
  throw new ConfigError(`--user-header: '${text}' is no name of a header, such as X-Forwarded-User.`)
}

/** MLflow's two variables together: what the pool keeps, and what it opens beyond that. */
function poolSize(env: Env): number {
  const size = wholeNumber('MLFLOW_SQLALCHEMYSTORE_POOL_SIZE', env, 5)
  return Math.max(1, size + wholeNumber('MLFLOW_SQLALCHEMYSTORE_MAX_OVERFLOW', env, 10))
}

function wholeNumber(name: string, env: Env, fallback: number): number {
  const text = nonEmpty(env[name])
  if (text === undefined) return fallback
  if (/^\d{1,6}$/.test(text)) return Number(text)
  throw new ConfigError(`${name} must be a whole number; it is '${text}'.`)
}

function port(text: string): number {
  const number = Number(text)
  if (/^\d+$/.test(text) && number <= 65_535) return number
  throw new ConfigError(`The port must be a number from 0 to 65535; it is '${text}'.`)
}

/** What routes and addresses take literally; a `:` or `*` would be a pattern to the router. */
const PLAIN_PATH = /^(\/[\w.~-]+)+$/

function prefix(text: string): string {
  if (text === '') return ''
  if (!text.startsWith('/')) throw new ConfigError(`--static-prefix must start with a '/'.`)
  if (text.endsWith('/')) throw new ConfigError(`--static-prefix should not end with a '/'.`)
  if (PLAIN_PATH.test(text)) return text
  throw new ConfigError('--static-prefix may hold letters, digits and the characters / . _ ~ - only.')
}

/** Python's levels and what they are called here. */
const LOG_LEVELS: Readonly<Record<string, string>> = {
  CRITICAL: 'fatal',
  FATAL: 'fatal',
  ERROR: 'error',
  WARNING: 'warn',
  WARN: 'warn',
  INFO: 'info',
  DEBUG: 'debug',
  NOTSET: 'trace',
}

function logLevel(text: string): string {
  const level = LOG_LEVELS[text.toUpperCase()]
  if (level !== undefined) return level
  throw new ConfigError(
    `MLFLOW_LOGGING_LEVEL must be one of ${Object.keys(LOG_LEVELS).join(', ')}; it is '${text}'.`,
  )
}

function headerValue(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text
  throw new ConfigError('--x-frame-options holds characters that no header may carry.')
}

function list(text: string | undefined): string[] | undefined {
  return text?.split(',').map((item) => item.trim())
}
