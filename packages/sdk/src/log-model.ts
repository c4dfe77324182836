import { platform } from '#platform'
import { artifactFile } from './artifact-path.ts'
import type { Client } from './client.ts'
import { mlmodelFile, type Signature } from './content/mlmodel.ts'
import { type Loggable, textOf } from './content/text.ts'
import type { Body } from './door.ts'
import { InvalidValueError } from './errors.ts'
import type { LoggedModel } from './logged-models.ts'
import { registerModel } from './register-model.ts'
import type { Texts } from './wire.ts'

/** A model to log. */
export interface ModelFiles {
  readonly name?: string
  /** How programs load it, by the name of the kind; they find it by this when they read the file `MLmodel`. */
  readonly flavors: Readonly<Record<string, object>>
  /** What it consists of: bytes by their path in the model, or a folder of this machine. */
  readonly files: Readonly<Record<string, Body>> | string
  readonly modelType?: string
  readonly params?: Readonly<Record<string, Loggable>>
  readonly tags?: Texts
  readonly signature?: Signature
  readonly metadata?: object
  readonly step?: number
  /** Also a new version of this registered model, which is made if it is not there. */
  readonly registeredName?: string
}

interface Maker {
  readonly runId: string
  readonly experimentId: string
}

/** Makes a logged model of a run, and of its files. What breaks off is marked as failed. */
export async function storeModel(client: Client, run: Maker, fields: ModelFiles): Promise<LoggedModel> {
  const { name, modelType, params = {}, tags, step = 0, registeredName } = fields
  const model = await client.loggedModels.create({
    experimentId: run.experimentId,
    sourceRunId: run.runId,
    params: Object.fromEntries(Object.entries(params).map(([key, value]) => [key, textOf(value)])),
    tags: { ...(await platform.contextTags()), ...tags },
    ...(name !== undefined && { name }),
    ...(modelType !== undefined && { modelType }),
  })
  try {
    await storeFiles(client, model, fields)
  } catch (error) {
    await client.loggedModels.finalize(model.modelId, 'upload_failed').catch(() => {
      // That the files could not be brought is what matters.
    })
    throw error
  }
  const ready = await client.loggedModels.finalize(model.modelId, 'ready')
  await client.runs.logOutputs(run.runId, [{ modelId: model.modelId, step }])
  if (registeredName !== undefined) await registerModel(client, `models:/${model.modelId}`, registeredName)
  return ready
}

async function storeFiles(client: Client, model: LoggedModel, fields: ModelFiles): Promise<void> {
  let sizeBytes = 0
  for await (const [path, body] of filesOf(fields.files)) {
    sizeBytes += sizeOf(body)
    await client.artifacts.write(model, path, body)
  }
  // Last, for it is what loaders look for.
  await client.artifacts.write(model, 'MLmodel', mlmodelFile(model, { ...fields, sizeBytes }, new Date()))
}

async function* filesOf(files: ModelFiles['files']): AsyncGenerator<[path: string, body: Body]> {
  if (typeof files === 'string') {
    for await (const { name, body } of platform.openFolder(files)) yield [name, body]
    return
  }
  for (const [path, body] of Object.entries(files)) {
    if (artifactFile(path) === 'MLmodel')
      throw new InvalidValueError('MLmodel is written by logModel itself.')
    yield [path, body]
  }
}

function sizeOf(body: Body): number {
  if (typeof body === 'string') return new TextEncoder().encode(body).length
  if (body instanceof Blob) return body.size
  return body instanceof Uint8Array ? body.byteLength : 0
}
