import type { Fetch } from './door.ts'
import { InvalidValueError } from './errors.ts'
import type { TransportOptions } from './transport.ts'

/** Variables of the environment. */
export type Env = Readonly<Record<string, string | undefined>>

/** Where the tracking server is, who asks, and how patiently. What is left out comes from MLflow's variables. */
export interface ClientOptions {
  /**
   * `http(s)://…`, `databricks`, `databricks://profile`; or, without a server, `sqlite:///file.db`, `postgresql://…`,
   * `mysql://…`, `file:…` or a folder such as `./mlruns`. Otherwise `MLFLOW_TRACKING_URI`, else `sqlite:///mlflow.db`.
   */
  readonly trackingUri?: string
  /** Otherwise what stands in the URI, else `MLFLOW_TRACKING_USERNAME`. */
  readonly username?: string
  /** Otherwise what stands in the URI, else `MLFLOW_TRACKING_PASSWORD`. */
  readonly password?: string
  /** A bearer token; otherwise `MLFLOW_TRACKING_TOKEN`. */
  readonly token?: string
  /** Otherwise `MLFLOW_WORKSPACE`. */
  readonly workspace?: string
  /** Headers for every request. */
  readonly headers?: Readonly<Record<string, string>>
  /** A file with certificates (PEM) to trust; otherwise `MLFLOW_TRACKING_SERVER_CERT_PATH`. */
  readonly caFile?: string
  /** A file with the client's certificate and key (PEM); otherwise `MLFLOW_TRACKING_CLIENT_CERT_PATH`. */
  readonly clientCertFile?: string
  /** Takes any certificate; otherwise `MLFLOW_TRACKING_INSECURE_TLS`. */
  readonly insecureTls?: boolean
  /** Where artifacts that a server would pass on are kept, without a server: `./mlartifacts` if not given. */
  readonly artifactsDestination?: string
  /** Milliseconds for each attempt; otherwise `MLFLOW_HTTP_REQUEST_TIMEOUT` (seconds), else two minutes. */
  readonly timeout?: number
  /** How often a failed request is sent again; otherwise `MLFLOW_HTTP_REQUEST_MAX_RETRIES`, else 5. */
  readonly maxRetries?: number
  /** A `fetch` to use instead of the global one. */
  readonly fetch?: Fetch
  /** Variables to read instead of the process's. */
  readonly env?: Env
}

/** MLflow's own defaults of seven retries from two seconds on keep a caller waiting for minutes; these for half of one. */
const DEFAULTS = { timeoutSeconds: 120, maxRetries: 5, backoffSeconds: 1, jitterSeconds: 1 }

/** @throws InvalidValueError naming a variable that is no number */
export function transportOptions(options: ClientOptions, env: Env): TransportOptions {
  const seconds = (name: string, fallback: number) => 1000 * number(env, name, fallback)
  return {
    timeout: options.timeout ?? seconds('MLFLOW_HTTP_REQUEST_TIMEOUT', DEFAULTS.timeoutSeconds),
    maxRetries: options.maxRetries ?? number(env, 'MLFLOW_HTTP_REQUEST_MAX_RETRIES', DEFAULTS.maxRetries),
    backoff: seconds('MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR', DEFAULTS.backoffSeconds),
    jitter: seconds('MLFLOW_HTTP_REQUEST_BACKOFF_JITTER', DEFAULTS.jitterSeconds),
    respectRetryAfter: flag(env.MLFLOW_HTTP_RESPECT_RETRY_AFTER_HEADER) ?? true,
  }
}

function number(env: Env, name: string, fallback: number): number {
  const text = env[name]
  if (text === undefined || text === '') return fallback
  const value = Number(text)
  if (Number.isFinite(value) && value >= 0) return value
  throw new InvalidValueError(`${name} must be a number of at least 0; it is '${text}'.`)
}

/** A boolean variable as MLflow spells them; undefined where it is not set. */
export function flag(text: string | undefined): boolean | undefined {
  if (text === undefined || text === '') return undefined
  return /^(true|1)$/i.test(text)
}
