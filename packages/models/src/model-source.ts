import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ArtifactPlace, openPlace, safePath, schemeOf } from '@millrace/artifacts'
import { doesNotExist, invalidParameter } from '@millrace/contract'
import { Client } from '@millrace/sdk'

/**
 * The address of a model's files, `runs:/` and `models:/` looked up.
 * @throws MlflowError for what names no model; MillraceError where the tracking server does not answer, or has none
 */
export async function sourceOf(uri: string, env: NodeJS.ProcessEnv): Promise<string> {
  const scheme = schemeOf(uri)
  if (scheme === 'runs') return withTracking(env, (client) => runSource(uri, client))
  if (scheme === 'models') return withTracking(env, (client) => registeredSource(uri, client))
  if (scheme === 'file') return fileURLToPath(uri)
  return scheme === '' ? resolve(uri) : uri
}

/** Does `work` with the store at a source's address, and the path there. */
export function atSource<T>(
  source: string,
  env: NodeJS.ProcessEnv,
  work: (place: ArtifactPlace) => Promise<T>,
): Promise<T> {
  return withTracking(env, async (client) =>
    work(await openPlace(source, (method, path, init) => client.send(method, path, init))),
  )
}

/** With the registry's server, where that is another than the tracking server. */
async function withTracking<T>(env: NodeJS.ProcessEnv, work: (client: Client) => Promise<T>): Promise<T> {
  await using client = new Client({
    env,
    ...(env.MLFLOW_REGISTRY_URI && { trackingUri: env.MLFLOW_REGISTRY_URI }),
  })
  return await work(client)
}

/** A model is a folder of the run's artifacts, or, since MLflow 3, one that the run put out under this name. */
async function runSource(uri: string, client: Client): Promise<string> {
  const [, runId, path] = /^runs:\/+([^/]+)\/(.+)$/.exec(uri) ?? []
  if (runId === undefined || path === undefined) throw invalidParameter(`Not a valid runs:/ URI: ${uri}`)
  const { artifactUri, outputModels } = await client.runs.get(runId)
  const models = await Promise.all(outputModels.map(({ modelId }) => client.loggedModels.get(modelId)))
  return models.find(({ name }) => name === path)?.artifactUri ?? `${artifactUri}/${safePath(path)}`
}

/** The address of the files of a registered version, or of a logged model. */
export async function registeredSource(uri: string, client: Client): Promise<string> {
  const path = uri.replace(/^models:\/+/, '')
  if (/^m-[0-9a-f]{32}$/.test(path)) return (await client.loggedModels.get(path)).artifactUri
  const { name, version } = await registeredVersion(uri, path, client)
  const source = await client.registry.downloadUri(name, version)
  return /^models:\/+m-/.test(source) ? registeredSource(source, client) : source
}

/** The version that `models:/…` names, `path` being what stands behind the scheme. */
export async function registeredVersion(
  uri: string,
  path: string,
  { registry }: Client,
): Promise<{ name: string; version: string }> {
  const [, aliased, alias] = /^([^/]+)@([^/@]+)$/.exec(path) ?? []
  if (aliased !== undefined && alias !== undefined) return registry.getVersionByAlias(aliased, alias)
  const [, name, wanted] = /^([^/]+)\/([^/]+)$/.exec(path) ?? []
  if (name === undefined || wanted === undefined) throw invalidParameter(`Not a proper models:/ URI: ${uri}`)
  if (/^\d+$/.test(wanted)) return { name, version: wanted }
  const stage = wanted.toLowerCase()
  const versions = (await registry.latestVersions(name))
    .filter((version) => stage === 'latest' || version.stage.toLowerCase() === stage)
    .map(({ version }) => Number(version))
  if (versions.length === 0)
    throw doesNotExist(`No versions of model with name '${name}' and stage '${wanted}' found`)
  return { name, version: String(Math.max(...versions)) }
}
