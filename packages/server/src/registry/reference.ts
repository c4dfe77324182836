import { splitUri } from '@millrace/artifacts'
import { type CreateModelVersion, invalidParameter, MlflowError } from '@millrace/contract'
import type { Executor } from '../db/executor.ts'
import type { Deps } from '../deps.ts'
import { modelById } from '../logged-models/queries.ts'
import { versionOfAlias } from './aliases.ts'
import { assertModelName, canonicalStage, isLatest, noSuchModel, versionNumber } from './names.ts'
import * as queries from './queries.ts'
import type { Source } from './source.ts'
import { findVersion } from './versions.ts'

/** What `models:/…` stands for: a logged model, or a version of a registered one. */
export async function findReferenced(deps: Deps, input: CreateModelVersion): Promise<Source> {
  const { path, authority = '' } = splitUri(input.source ?? '')
  if (authority !== '') {
    throw invalidParameter(
      `Invalid model version source: '${input.source}'. Registered model sources must use the active model registry.`,
    )
  }
  const names = path.replace(/^\/+/, '').split('/')
  const [name = '', suffix] = names
  if (names.length === 2 && suffix) return ofVersion(deps, input, name, suffix)
  const at = name.lastIndexOf('@')
  if (names.length === 1 && at > 0) return ofAlias(deps, input, name.slice(0, at), name.slice(at + 1))
  if (names.length > 1 || name === '' || name !== input.model_id) {
    throw invalidParameter(
      `Invalid model version source: '${input.source}'. The model_id request parameter must identify the resource that contains the source.`,
    )
  }
  return ofLoggedModel(deps, input, name)
}

async function ofLoggedModel({ db }: Deps, input: CreateModelVersion, model_id: string): Promise<Source> {
  const { source = '', run_id = '' } = input
  const model = await db.first(modelById, { model_id })
  if (!model || model.lifecycle_stage === 'deleted') {
    throw new MlflowError(
      'INTERNAL_ERROR',
      `Unable to fetch model from model URI source artifact location '${source}'.Error: Logged model with ID '${model_id}' not found.`,
    )
  }
  return { source, storage_location: model.artifact_location, run_id }
}

async function ofAlias(deps: Deps, input: CreateModelVersion, name: string, alias: string): Promise<Source> {
  assertModelName(name)
  return copied(deps, input, name, await versionOfAlias(deps.registry.db, name, alias))
}

/** `suffix` is a version's number, `latest`, or a stage. */
async function ofVersion(
  deps: Deps,
  input: CreateModelVersion,
  name: string,
  suffix: string,
): Promise<Source> {
  const { db } = deps.registry
  assertModelName(name)
  if (!(await db.first(queries.modelByName, { name }))) throw noSuchModel(name)
  const version = /^\d+$/.test(suffix) ? versionNumber(name, suffix) : await newest(db, name, suffix)
  return copied(deps, input, name, version)
}

async function newest(db: Executor, name: string, stage: string): Promise<number> {
  const found = isLatest(stage)
    ? await db.first(queries.newestVersion, { name })
    : await db.first(queries.newestVersionOfStage, { name, stage: canonicalStage(stage) })
  if (found) return found.version
  throw new MlflowError(
    'INTERNAL_ERROR',
    `No versions of model with name '${name}' and stage '${stage}' found`,
  )
}

/** A version made from another one has its bytes and its run; the request may name that run and no other thing. */
async function copied(
  { registry }: Deps,
  input: CreateModelVersion,
  name: string,
  version: number,
): Promise<Source> {
  const row = await findVersion(registry.db, name, version)
  const run_id = row.run_id ?? ''
  if ((input.run_id && input.run_id !== run_id) || input.model_id) {
    throw invalidParameter(
      `Invalid model version source: '${input.source}'. The run_id and model_id request parameters must match the referenced model version.`,
    )
  }
  return {
    source: `models:/${row.name}/${version}`,
    storage_location: row.storage_location || row.source || '',
    run_id,
  }
}
