import { invalidParameter } from '@millrace/contract'
import type { ArtifactRepository } from './repository.ts'

type Driver = (uri: string, options: OpenOptions) => ArtifactRepository | Promise<ArtifactRepository>

/** What is true of stores on hosts that somebody else may have chosen. */
export interface OpenOptions {
  /** Whether an IP address may be connected to; all may where nothing is said. */
  readonly isAllowedAddress?: (address: string) => boolean
}

/** Scheme → driver. A driver and its libraries are loaded by the first URI that needs them. */
const DRIVERS: Record<string, () => Promise<Driver>> = {
  '': async () => (await import('./local.ts')).openLocal,
  file: async () => (await import('./local.ts')).openLocal,
  http: httpDriver,
  https: httpDriver,
  'mlflow-artifacts': httpDriver,
  sftp: async () => (await import('./sftp.ts')).openSftp,
  ftp: async () => (await import('./ftp.ts')).openFtp,
  s3: s3Driver,
  r2: s3Driver,
  b2: s3Driver,
  gs: async () => (await import('./gcs.ts')).openGcs,
  wasbs: azureDriver,
  abfss: azureDriver,
  hdfs: hdfsDriver,
  viewfs: hdfsDriver,
  dbfs: async () => (await import('./dbfs.ts')).openDbfs,
}

async function httpDriver(): Promise<Driver> {
  return (await import('./http.ts')).openHttp
}

async function s3Driver(): Promise<Driver> {
  return (await import('./s3.ts')).openS3
}

async function azureDriver(): Promise<Driver> {
  return (await import('./azure.ts')).openAzure
}

async function hdfsDriver(): Promise<Driver> {
  return (await import('./hdfs.ts')).openHdfs
}

/** Two letters at least: `C:\x` is a path of Windows. */
const SCHEME = /^([a-z][a-z0-9+.-]+):/i

/** The scheme of a URI in lower case, or '' for a plain path. */
export function schemeOf(uri: string): string {
  return SCHEME.exec(uri)?.[1]?.toLowerCase() ?? ''
}

export const artifactSchemes: readonly string[] = Object.keys(DRIVERS)

/**
 * The repository that keeps its bytes at `uri`.
 * @throws MlflowError naming the scheme when no driver knows it (never the URI: it may hold a password)
 */
export async function openRepository(uri: string, options: OpenOptions = {}): Promise<ArtifactRepository> {
  const scheme = schemeOf(uri)
  const load = Object.hasOwn(DRIVERS, scheme) ? DRIVERS[scheme] : undefined
  if (load) return (await load())(uri, options)
  const known = artifactSchemes.map((name) => `'${name}'`).join(', ')
  throw invalidParameter(
    `Could not find a registered artifact repository for scheme '${scheme}'. Currently registered schemes are: [${known}]`,
  )
}
