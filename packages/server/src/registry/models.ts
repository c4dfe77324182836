import {
  type CreateRegisteredModel,
  type CreateRegisteredModelResponse,
  type DeleteRegisteredModel,
  type GetLatestVersions,
  type GetRegisteredModel,
  MlflowError,
  type RegisteredModelTag,
  type RenameRegisteredModel,
  type UpdateRegisteredModel,
} from '@millrace/contract'
import type { Executor } from '../db/executor.ts'
import { lastOfEach } from '../db/insertion.ts'
import type { Deps } from '../deps.ts'
import { JsonText } from '../http/json-text.ts'
import { announceModel } from './announce.ts'
import { type Change, madeOf, record } from './history.ts'
import { assertModelName, canonicalStage, modelExists, noSuchModel, STAGES } from './names.ts'
import { isPrompt, PROMPT_TAG } from './prompts.ts'
import * as queries from './queries.ts'
import { latestTexts, modelText } from './rows.ts'
import { assertRegistryTag } from './tags.ts'

export async function createRegisteredModel(
  deps: Deps,
  input: CreateRegisteredModel,
): Promise<CreateRegisteredModelResponse> {
  const { name = '', description = '' } = input
  const given = (input.tags ?? []).map(({ key = '', value = '' }) => ({ name, key, value }))
  assertModelName(name)
  given.forEach(assertRegistryTag)
  const tags = lastOfEach(given, ({ key }) => key)
  const now = deps.clock()
  await deps.registry.writer.write(async (tx) => {
    if (await tx.first(queries.modelByName, { name })) throw await nameTaken(tx, name, tags)
    await tx.insert(queries.insertModel, [{ name, description, now }])
    await tx.insert(queries.upsertModelTag, tags)
    await record(tx, deps, [{ name, what: 'created', became: madeOf({ description }, tags) }])
    await announceModel(deps, tx, { name, description }, tags)
  })
  return {
    registered_model: {
      name,
      creation_timestamp: now,
      last_updated_timestamp: now,
      ...(description !== '' && { description }),
      ...(tags.length > 0 && { tags: tags.map(({ key, value }) => ({ key, value })) }),
    },
  }
}

/** Prompts and models share their names, and MLflow says of which kind the other one is. */
async function nameTaken(
  tx: Executor,
  name: string,
  tags: readonly RegisteredModelTag[],
): Promise<MlflowError> {
  const tag = await tx.first(queries.modelTag, { name, key: PROMPT_TAG })
  const there = isPrompt(tag ? [tag] : [])
  const wanted = isPrompt(tags)
  if (there !== wanted) {
    const [one, other] = wanted ? ['prompt', 'registered model'] : ['registered model', 'prompt']
    return alreadyExists(
      `Tried to create a ${one} with name '${name}', but the name is already taken by a ${other}. MLflow does not allow creating a model and a prompt with the same name.`,
    )
  }
  return wanted ? alreadyExists(`Prompt (name=${name}) already exists.`) : modelExists(name)
}

function alreadyExists(message: string): MlflowError {
  return new MlflowError('RESOURCE_ALREADY_EXISTS', message)
}

export async function getRegisteredModel(
  { registry }: Deps,
  { name = '' }: GetRegisteredModel,
): Promise<JsonText> {
  assertModelName(name)
  return wireModel(registry.db, name)
}

async function wireModel(db: Executor, name: string): Promise<JsonText> {
  const model = await db.first(modelText, { name })
  if (!model) throw noSuchModel(name)
  return new JsonText(`{"registered_model":${model.body}}`)
}

/** The model's row, which nobody else changes before the transaction ends. */
export async function holdModel(tx: Executor, name: string) {
  const model = await tx.first(queries.modelForUpdate, { name })
  if (!model) throw noSuchModel(name)
  return model
}

export async function renameRegisteredModel(
  deps: Deps,
  { name = '', new_name = '' }: RenameRegisteredModel,
): Promise<JsonText> {
  assertModelName(name)
  assertModelName(new_name, 'new_name')
  const now = deps.clock()
  return deps.registry.writer.write(async (tx) => {
    const model = await holdModel(tx, name)
    const taken = await tx.first(queries.modelByName, { name: new_name })
    // Its own row where the database takes names for the same that differ in case only.
    if (taken && taken.name !== model.name) throw modelExists(new_name)
    await tx.run(queries.renameModelRow, { name, new_name, now })
    await tx.run(queries.touchVersions, { name: new_name, now })
    // Under both names: each has a history of its own.
    const renaming = { what: 'renamed', was: name, became: new_name } as const
    await record(tx, deps, [
      { name, ...renaming },
      { name: new_name, ...renaming },
    ])
    return wireModel(tx, new_name)
  })
}

/** A description that is not given is taken away, as in MLflow. */
export async function updateRegisteredModel(deps: Deps, input: UpdateRegisteredModel): Promise<JsonText> {
  const name = input.name ?? ''
  const description = input.description ?? null
  assertModelName(name)
  return deps.registry.writer.write(async (tx) => {
    const { description: was } = await holdModel(tx, name)
    await tx.run(queries.describeModel, { name, description, now: deps.clock() })
    await record(tx, deps, [{ name, what: 'description', was: was || null, became: description || null }])
    return wireModel(tx, name)
  })
}

export async function deleteRegisteredModel(
  deps: Deps,
  { name = '' }: DeleteRegisteredModel,
): Promise<object> {
  assertModelName(name)
  await deps.registry.writer.write(async (tx) => {
    await holdModel(tx, name)
    const aliases = await tx.all(queries.aliasesOfModel, { name })
    const freed = aliases.map(
      ({ alias, version }): Change => ({ name, what: 'alias', subject: alias, was: String(version) }),
    )
    const versions = await tx.all(queries.versionsOfModel, { name })
    const gone = versions.map(
      ({ version, current_stage: stage, source }): Change => ({
        name,
        version,
        what: 'deleted',
        was: JSON.stringify({ stage, source }),
      }),
    )
    await record(tx, deps, [...freed, ...gone, { name, what: 'deleted' }])
    for (const deletion of queries.DELETIONS_OF_MODEL) await tx.run(deletion, { name })
  })
  return {}
}

export async function getLatestVersions(
  { registry }: Deps,
  { name = '', stages = [] }: GetLatestVersions,
): Promise<JsonText> {
  assertModelName(name)
  // Before the stages are looked at: of two mistakes MLflow tells this one.
  if (stages.length > 0 && !(await registry.db.first(queries.modelByName, { name }))) throw noSuchModel(name)
  const wanted = stages.length > 0 ? [...new Set(stages.map(canonicalStage))] : STAGES
  const found = await registry.db.first(latestTexts, { name, stages: JSON.stringify(wanted) })
  if (!found) throw noSuchModel(name)
  return new JsonText(found.items === null ? '{}' : `{"model_versions":[${found.items}]}`)
}
