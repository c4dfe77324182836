import type { Client } from './client.ts'
import { AlreadyExistsError, InvalidValueError } from './errors.ts'
import type { ModelVersion } from './registry-types.ts'
import type { Texts } from './wire.ts'

const OF_RUN = /^runs:\/([^/]+)\/(.+)$/
const LOGGED = /^models:\/(m-[0-9a-f]{32})$/

/**
 * Makes a new version of a registered model, and that model if it is not there.
 * @param uri `models:/<id of a logged model>`, `runs:/<run id>/<path>`, or where the files are
 */
export async function registerModel(
  client: Client,
  uri: string,
  name: string,
  tags: Texts = {},
): Promise<ModelVersion> {
  await ensureModel(client, name)
  const [, runId, path] = OF_RUN.exec(uri) ?? []
  if (runId !== undefined && path !== undefined) return registerRunModel(client, { runId, path }, name, tags)
  const modelId = LOGGED.exec(uri)?.[1]
  if (modelId === undefined) return client.registry.createVersion({ name, source: uri, tags })
  const { sourceRunId } = await client.loggedModels.get(modelId)
  const runOf = sourceRunId === undefined ? {} : { runId: sourceRunId }
  return client.registry.createVersion({ name, source: uri, modelId, tags, ...runOf })
}

async function ensureModel(client: Client, name: string): Promise<void> {
  if (!name) throw new InvalidValueError('A registered model needs a name.')
  try {
    await client.registry.createModel({ name })
  } catch (error) {
    if (!(error instanceof AlreadyExistsError)) throw error
  }
}

/** A logged model of the run that is called so; else a folder of the run's artifacts, as before MLflow 3. */
async function registerRunModel(
  client: Client,
  { runId, path }: { readonly runId: string; readonly path: string },
  name: string,
  tags: Texts,
): Promise<ModelVersion> {
  const run = await client.runs.get(runId)
  const search = { experimentIds: [run.experimentId], filter: `source_run_id = '${run.runId}'` }
  const made = (await client.loggedModels.search(search).all()).find((model) => model.name === path)
  if (made === undefined) {
    return client.registry.createVersion({ name, source: `${run.artifactUri}/${path}`, runId, tags })
  }
  const source = `models:/${made.modelId}`
  return client.registry.createVersion({ name, source, runId, modelId: made.modelId, tags })
}
