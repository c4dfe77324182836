import {
  doesNotExist,
  type GetLoggedModel,
  type GetLoggedModelResponse,
  type ListLoggedModelArtifacts,
  type ListLoggedModelArtifactsResponse,
  type LoggedModel,
} from '@millrace/contract'
import { filesBelow } from '../artifacts/list.ts'
import { givenPath, locate } from '../artifacts/locate.ts'
import type { Executor } from '../db/executor.ts'
import type { Deps } from '../deps.ts'
import { modelById } from './queries.ts'
import { type ModelRow, toModels } from './rows.ts'

export async function getLoggedModel({ db }: Deps, input: GetLoggedModel): Promise<GetLoggedModelResponse> {
  return { model: await wireModel(db, await findModel(db, input.model_id ?? '')) }
}

export async function findModel(db: Executor, model_id: string): Promise<ModelRow> {
  const row = await findModelOfAnyStage(db, model_id)
  if (row.lifecycle_stage === 'deleted') throw noSuchModel(model_id)
  return row
}

/** For writes: as in MLflow they do not mind that the model is deleted. */
export async function findModelOfAnyStage(db: Executor, model_id: string) {
  const row = await db.first(modelById, { model_id })
  if (!row) throw noSuchModel(model_id)
  return row
}

export function noSuchModel(model_id: string) {
  return doesNotExist(`Logged model with ID '${model_id}' not found.`)
}

export async function wireModel(db: Executor, row: ModelRow): Promise<LoggedModel | undefined> {
  const [model] = await toModels(db, [row])
  return model
}

export async function listLoggedModelArtifacts(
  deps: Deps,
  input: ListLoggedModelArtifacts,
): Promise<ListLoggedModelArtifactsResponse> {
  const folder = givenPath(input.artifact_directory_path)
  const { artifact_location } = await findModel(deps.db, input.model_id ?? '')
  const files = await filesBelow(await locate(deps, artifact_location, folder), folder)
  return { root_uri: artifact_location, ...(files.length > 0 && { files }) }
}
