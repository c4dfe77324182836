import {
  type DeleteModelVersion,
  type GetModelVersion,
  type GetModelVersionDownloadUri,
  type GetModelVersionDownloadUriResponse,
  MlflowError,
  type TransitionModelVersionStage,
  type UpdateModelVersion,
} from '@millrace/contract'
import type { Executor } from '../db/executor.ts'
import type { Deps } from '../deps.ts'
import { JsonText } from '../http/json-text.ts'
import { type Change, record } from './history.ts'
import { ACTIVE_STAGES, assertModelName, canonicalStage, noSuchVersion, versionNumber } from './names.ts'
import * as queries from './queries.ts'
import { versionText } from './rows.ts'

/** The version's row. @throws RESOURCE_DOES_NOT_EXIST also where it was deleted. */
export async function findVersion(db: Executor, name: string, version: number) {
  const row = await db.first(queries.versionByNumber, { name, version })
  if (!row) throw noSuchVersion(name, version)
  return row
}

/** For a change: the model is held first, so that changes of its versions come one after the other. */
export async function holdVersion(tx: Executor, name: string, version: number) {
  await tx.first(queries.modelForUpdate, { name })
  return findVersion(tx, name, version)
}

export async function getModelVersion({ registry }: Deps, input: GetModelVersion): Promise<JsonText> {
  const { name, version } = named(input)
  return wireVersion(registry.db, name, version)
}

function named(input: { name?: string; version?: string }): { name: string; version: number } {
  const name = input.name ?? ''
  assertModelName(name)
  return { name, version: versionNumber(name, input.version ?? '') }
}

export async function wireVersion(db: Executor, name: string, version: number): Promise<JsonText> {
  const found = await db.first(versionText, { name, version })
  if (!found) throw noSuchVersion(name, version)
  return new JsonText(`{"model_version":${found.body}}`)
}

/** Where the bytes of a version are. */
export async function locationOfVersion({ registry }: Deps, input: GetModelVersion): Promise<string> {
  const { name, version } = named(input)
  const row = await findVersion(registry.db, name, version)
  return row.storage_location || row.source || ''
}

export async function getModelVersionDownloadUri(
  deps: Deps,
  input: GetModelVersionDownloadUri,
): Promise<GetModelVersionDownloadUriResponse> {
  return { artifact_uri: await locationOfVersion(deps, input) }
}

/** A description that is not given is taken away, as in MLflow. */
export async function updateModelVersion(deps: Deps, input: UpdateModelVersion): Promise<JsonText> {
  const { name, version } = named(input)
  const description = input.description ?? null
  return deps.registry.writer.write(async (tx) => {
    const { description: was } = await holdVersion(tx, name, version)
    await tx.run(queries.describeVersion, { name, version, description, now: deps.clock() })
    await record(tx, deps, [
      { name, version, what: 'description', was: was || null, became: description || null },
    ])
    return wireVersion(tx, name, version)
  })
}

export async function transitionModelVersionStage(
  deps: Deps,
  input: TransitionModelVersionStage,
): Promise<JsonText> {
  const { archive_existing_versions: archives = false, name: model = '' } = input
  assertModelName(model)
  const stage = canonicalStage(input.stage ?? '')
  if (archives && !ACTIVE_STAGES.includes(stage)) throw cannotArchive(input.stage ?? '')
  const { name, version } = named(input)
  const now = deps.clock()
  return deps.registry.writer.write(async (tx) => {
    const { current_stage: was } = await holdVersion(tx, name, version)
    const others = archives ? await tx.all(queries.otherVersionsOfStage, { name, version, stage }) : []
    for (const other of others)
      await tx.run(queries.setVersionStage, { name, version: other.version, stage: 'Archived', now })
    await tx.run(queries.setVersionStage, { name, version, stage, now })
    await tx.run(queries.touchModel, { name, now })
    const archived = others.map(
      (other): Change => ({ name, version: other.version, what: 'stage', was: stage, became: 'Archived' }),
    )
    await record(tx, deps, [...archived, { name, version, what: 'stage', was, became: stage }])
    return wireVersion(tx, name, version)
  })
}

function cannotArchive(stage: string): MlflowError {
  const valid = ACTIVE_STAGES.map((each) => `'${each}'`).join(', ')
  return new MlflowError(
    'INTERNAL_ERROR',
    `Model version transition cannot archive existing model versions because '${stage}' is not an Active stage. Valid stages are [${valid}]`,
  )
}

/** Its row stays, without what it told: no other version ever gets its number. */
export async function deleteModelVersion(deps: Deps, input: DeleteModelVersion): Promise<object> {
  const { name, version } = named(input)
  const now = deps.clock()
  await deps.registry.writer.write(async (tx) => {
    const { current_stage, source } = await holdVersion(tx, name, version)
    const freed = (await tx.all(queries.aliasesOfVersion, { name, version })).map(
      ({ alias }): Change => ({ name, what: 'alias', subject: alias, was: String(version) }),
    )
    const was = JSON.stringify({ stage: current_stage, source })
    await record(tx, deps, [...freed, { name, version, what: 'deleted', was }])
    await tx.run(queries.deleteAliasesOfVersion, { name, version })
    await tx.run(queries.blankVersion, { name, version, now })
    await tx.run(queries.touchModel, { name, now })
  })
  return {}
}
