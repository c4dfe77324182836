import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Env, InvalidValueError } from '@millrace/sdk'
import type { DockerEnvironment } from '../project.ts'

/** What a container is given of this machine: folders, and variables. */
export interface ContainerPlace {
  readonly volumes: readonly string[]
  /** With a value that is no secret. */
  readonly variables: Readonly<Record<string, string>>
  /** Secrets: known to the program that starts the container, and so in no argument that others can read. */
  readonly inherited: readonly string[]
}

/** An address that lets in whoever reads it. */
const WITH_PASSWORD = /^[a-z0-9+.-]+:\/\/[^/?#]*@/i

/** Where MLflow puts a store of this machine in a container. */
const STORE = '/mlflow/tmp/mlruns'
const GOOGLE_KEY = '/.gcs'

/** What a client of a tracking server reads, and no server's secret. */
const OF_CLIENTS =
  /^MLFLOW_(TRACKING|REGISTRY|S3|HTTP|ARTIFACT|MULTIPART|ENABLE|ASYNC|SYSTEM_METRICS|LOGGING)_/

/** Variables with which the libraries of a store are let in, by its scheme. */
const OF_STORES: Readonly<Record<string, RegExp>> = {
  s3: /^AWS_/,
  wasb: /^AZURE_/,
  wasbs: /^AZURE_/,
  abfss: /^AZURE_/,
  databricks: /^DATABRICKS_/,
}

/** Folders and variables for a run's tracking store and artifacts, as MLflow gives them. */
export function placeOfStores(
  variables: Readonly<Record<string, string>>,
  artifactUri: string,
  env: Env,
): ContainerPlace {
  const tracking = trackingPlace(variables.MLFLOW_TRACKING_URI ?? '')
  const artifacts = localPath(artifactUri)
  const google = schemeOf(artifactUri) === 'gs' ? env.GOOGLE_APPLICATION_CREDENTIALS : undefined
  const secret = Object.keys(variables).filter((name) => WITH_PASSWORD.test(variables[name] ?? ''))
  const set = {
    ...Object.fromEntries(Object.entries(variables).filter(([name]) => !secret.includes(name))),
    ...(tracking && { MLFLOW_TRACKING_URI: tracking.uri }),
    ...(google && { GOOGLE_APPLICATION_CREDENTIALS: GOOGLE_KEY }),
  }
  return {
    volumes: [
      ...(tracking ? [`${tracking.folder}:${STORE}`] : []),
      ...(artifacts === undefined ? [] : [`${artifacts}:${artifacts}`]),
      ...(google ? [`${resolve(google)}:${GOOGLE_KEY}:ro`] : []),
    ],
    variables: set,
    inherited: [
      ...secret,
      ...credentials([variables.MLFLOW_TRACKING_URI ?? '', artifactUri], env).filter(
        (name) => !Object.hasOwn(variables, name) && !Object.hasOwn(set, name),
      ),
    ],
  }
}

/**
 * What the project's file asks for.
 * @throws InvalidValueError for a variable that is to be taken from here and is not set
 */
export function placeOfProject({ volumes, variables }: DockerEnvironment, env: Env): ContainerPlace {
  const inherited = variables.filter(({ value }) => value === undefined).map(({ name }) => name)
  const missing = inherited.filter((name) => env[name] === undefined)
  if (missing.length > 0) {
    throw new InvalidValueError(
      `The docker_env of this project takes variables from where it is started, and these are not set: ${missing.join(', ')}.`,
    )
  }
  const given = variables.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]]))
  return { volumes, variables: Object.fromEntries(given), inherited }
}

/** A file of SQLite stands with its log beside it, so its folder is what is shared. */
function trackingPlace(uri: string): { folder: string; uri: string } | undefined {
  const sqlite = /^sqlite:\/\/\/(.+)$/.exec(uri)?.[1]
  if (sqlite) {
    const path = resolve(sqlite)
    return { folder: dirname(path), uri: `sqlite:///${join(STORE, basename(path))}` }
  }
  const folder = uri === '' ? undefined : localPath(uri)
  return folder === undefined ? undefined : { folder, uri: STORE }
}

function localPath(uri: string): string | undefined {
  const scheme = schemeOf(uri)
  if (scheme === undefined) return resolve(uri)
  return scheme === 'file' ? fileURLToPath(uri) : undefined
}

function schemeOf(uri: string): string | undefined {
  return /^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1]?.toLowerCase()
}

/** Names of variables that are set here and that a client in the container needs. */
function credentials(uris: readonly string[], env: Env): string[] {
  const patterns = [OF_CLIENTS, ...uris.flatMap((uri) => OF_STORES[schemeOf(uri) ?? uri] ?? [])]
  return Object.keys(env).filter(
    (name) => env[name] !== undefined && patterns.some((pattern) => pattern.test(name)),
  )
}
