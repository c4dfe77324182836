import { type CreateModelVersion, type CreateModelVersionResponse, MlflowError } from '@millrace/contract'
import type { Executor, Gathered } from '../db/executor.ts'
import { refusalOr } from '../db/gathering.ts'
import { lastOfEach } from '../db/insertion.ts'
import type { Deps } from '../deps.ts'
import { findModel } from '../logged-models/get.ts'
import type { ModelRow } from '../logged-models/rows.ts'
import { addToModelVersionsTag } from '../logged-models/versions-tag.ts'
import { announceVersion } from './announce.ts'
import { type Change, madeOf, record } from './history.ts'
import { holdModel } from './models.ts'
import { assertModelName } from './names.ts'
import * as queries from './queries.ts'
import { readSource } from './source.ts'
import { assertRegistryTag } from './tags.ts'

/** A version before it has its number. */
interface Wanted {
  readonly deps: Deps
  readonly fields: Omit<queries.NewVersion, 'version'>
  readonly tags: readonly { readonly key: string; readonly value: string }[]
  /** The logged model that it is made of, if the request names one. */
  readonly made: ModelRow | undefined
}

export async function createModelVersion(
  deps: Deps,
  input: CreateModelVersion,
): Promise<CreateModelVersionResponse> {
  const { name = '', model_id = '', description = '', run_link = '' } = input
  const from = await readSource(deps, input)
  assertModelName(name)
  const tags = (input.tags ?? []).map(({ key = '', value = '' }) => ({ key, value }))
  tags.forEach(assertRegistryTag)
  const made = model_id === '' ? undefined : await findModel(deps.db, model_id)
  const run_id = from.run_id || made?.source_run_id || ''
  const wanted: Wanted = {
    deps,
    fields: { name, ...from, run_id, description, run_link, now: deps.clock() },
    tags: lastOfEach(tags, ({ key }) => key),
    made,
  }
  const version = await writeVersion(wanted)
  if (made) deps.changes.touch(made.experiment_id, made.source_run_id ?? undefined)
  return { model_version: wire(wanted, version) }
}

async function writeVersion(wanted: Wanted): Promise<number> {
  const { registry, writer } = wanted.deps
  const version = await registry.writer.gather(insertVersions, wanted)
  if (registry.writer !== writer) await writer.write((tx) => tellLoggedModel(tx, wanted, version))
  return version
}

/** Whoever makes versions holds their models, in the order of names, so that nobody waits for each other. */
const insertVersions: Gathered<Wanted, number> = async (tx, all) => {
  const outcomes = new Map<Wanted, number | MlflowError>()
  const models = [...Map.groupBy(all, ({ fields }) => fields.name)].sort(([a], [b]) => (a < b ? -1 : 1))
  for (const [name, wanted] of models) {
    const held = await refusalOr(holdModel(tx, name))
    const first = held instanceof MlflowError ? held : await insertOfModel(tx, name, wanted)
    wanted.forEach((one, i) => {
      outcomes.set(one, first instanceof MlflowError ? first : first + i)
    })
  }
  return all.map((one) => outcomes.get(one) ?? 0)
}

/** Numbers without gaps or doubles, of a model that is held. @returns the first. */
async function insertOfModel(tx: Executor, name: string, all: readonly Wanted[]): Promise<number> {
  const first = ((await tx.first(queries.largestVersion, { name }))?.version ?? 0) + 1
  await tx.insert(
    queries.insertVersion,
    all.map(({ fields }, i) => ({ ...fields, version: first + i })),
  )
  await tx.insert(
    queries.upsertVersionTag,
    all.flatMap(({ tags }, i) => tags.map((tag) => ({ name, version: first + i, ...tag }))),
  )
  await tx.run(queries.touchModel, { name, now: all.at(-1)?.fields.now ?? 0 })
  const made = all.map((wanted, i) => ({ wanted, version: first + i }))
  for (const ofUser of Map.groupBy(made, ({ wanted }) => wanted.deps.user).values()) {
    const [{ wanted }] = ofUser as [Made]
    await record(tx, wanted.deps, ofUser.map(creation))
  }
  for (const { wanted, version } of made) {
    await announceVersion(wanted.deps, tx, { ...wanted.fields, version }, wanted.tags)
    if (wanted.deps.registry.writer === wanted.deps.writer) await tellLoggedModel(tx, wanted, version)
  }
  return first
}

interface Made {
  readonly wanted: Wanted
  readonly version: number
}

function creation({ wanted: { fields, tags, made }, version }: Made): Change {
  const { name, source, run_id, description } = fields
  const parts = { source, run_id, model_id: made?.model_id ?? '', description }
  return { name, version, what: 'created', became: madeOf(parts, tags) }
}

async function tellLoggedModel(tx: Executor, { made, fields }: Wanted, version: number): Promise<void> {
  if (made) await addToModelVersionsTag(tx, made, fields.name, version)
}

function wire({ fields, tags }: Wanted, version: number): CreateModelVersionResponse['model_version'] {
  return {
    name: fields.name,
    version: String(version),
    creation_timestamp: fields.now,
    last_updated_timestamp: fields.now,
    current_stage: 'None',
    description: fields.description,
    source: fields.source,
    run_id: fields.run_id,
    status: 'READY',
    ...(tags.length > 0 && { tags: [...tags] }),
    run_link: fields.run_link,
  }
}
