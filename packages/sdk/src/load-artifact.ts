import type { Client } from './client.ts'
import { InvalidValueError } from './errors.ts'
import type { CallOptions } from './transport.ts'

const OF_RUN = /^runs:\/([^/]+)\/(.+)$/
const LOGGED = /^models:\/(m-[0-9a-f]{32})\/(.+)$/
const VERSION = /^models:\/([^/@]+)(?:\/(\d+)|@([^/]+))\/(.+)$/

/**
 * Opens a file by its URI; what comes back is read like the answer of a `fetch`.
 * @param uri `runs:/<run id>/<path>`, `models:/<id of a logged model>/<path>`, `models:/<name>/<version>/<path>` or
 *   `models:/<name>@<alias>/<path>`
 */
export async function loadArtifact(client: Client, uri: string, options?: CallOptions): Promise<Response> {
  const [, runId, runPath] = OF_RUN.exec(uri) ?? []
  if (runId !== undefined && runPath !== undefined) {
    return client.artifacts.read(await client.runs.get(runId, options), runPath, options)
  }
  const [, modelId, modelPath] = LOGGED.exec(uri) ?? []
  if (modelId !== undefined && modelPath !== undefined) {
    return client.artifacts.read(await client.loggedModels.get(modelId, options), modelPath, options)
  }
  const [, name, version, alias, path] = VERSION.exec(uri) ?? []
  if (name === undefined || path === undefined) {
    throw new InvalidValueError(`'${uri}' is no URI of a file: runs:/… or models:/…, with its path.`)
  }
  const found = version ?? (await client.registry.getVersionByAlias(name, alias as string, options)).version
  return client.artifacts.read({ name, version: found }, path, options)
}
