import type { CreateModelVersion, CreateModelVersionResponse } from '@millrace/contract'
import type { Executor } from '../db/executor.ts'
import { lastOfEachKey } from '../db/insertion.ts'
import type { Deps } from '../deps.ts'
import { findModel } from '../logged-models/get.ts'
import type { ModelRow } from '../logged-models/rows.ts'
import { addToModelVersionsTag } from '../logged-models/versions-tag.ts'
import { type Change, madeOf, record } from './history.ts'
import { holdModel } from './models.ts'
import { assertModelName } from './names.ts'
import * as queries from './queries.ts'
import { readSource } from './source.ts'
import { assertRegistryTag } from './tags.ts'

/** A version before it has its number. */
interface Wanted {
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
    fields: { name, ...from, run_id, description, run_link, now: deps.clock() },
    tags: lastOfEachKey(tags),
    made,
  }
  const version = await writeVersion(deps, wanted)
  if (made) deps.changes.touch(made.experiment_id, made.source_run_id ?? undefined)
  return { model_version: wire(wanted, version) }
}

/** Makers of versions of one model wait for each other, and so share transactions. */
async function writeVersion(deps: Deps, wanted: Wanted): Promise<number> {
  const { registry, writer } = deps
  const isOneStore = registry.writer === writer
  const version = await registry.writer.together(
    `versions of ${wanted.fields.name}`,
    wanted,
    async (tx, all) => {
      const versions = await insertVersions(tx, all)
      await record(
        tx,
        deps,
        all.map((one, i) => creation(one, versions[i] ?? 0)),
      )
      if (isOneStore) for (const [i, one] of all.entries()) await tellLoggedModel(tx, one, versions[i] ?? 0)
      return versions
    },
  )
  if (!isOneStore && wanted.made) await writer.write((tx) => tellLoggedModel(tx, wanted, version))
  return version
}

/** Numbers without gaps or doubles: whoever makes versions holds their model. All are of one. */
async function insertVersions(tx: Executor, all: readonly Wanted[]): Promise<number[]> {
  const { name = '', now = 0 } = all.at(-1)?.fields ?? {}
  await holdModel(tx, name)
  const largest = (await tx.first(queries.largestVersion, { name }))?.version ?? 0
  const rows = all.map(({ fields }, i) => ({ ...fields, version: largest + 1 + i }))
  await tx.insert(queries.insertVersion, rows)
  const tags = all.flatMap((wanted, i) =>
    wanted.tags.map((tag) => ({ name, version: largest + 1 + i, ...tag })),
  )
  await tx.insert(queries.upsertVersionTag, tags)
  await tx.run(queries.touchModel, { name, now })
  return rows.map(({ version }) => version)
}

function creation({ fields, tags, made }: Wanted, version: number): Change {
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
