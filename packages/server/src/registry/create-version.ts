import type { CreateModelVersion, CreateModelVersionResponse } from '@millrace/contract'
import type { Executor } from '../db/executor.ts'
import { lastOfEach } from '../db/insertion.ts'
import type { Deps } from '../deps.ts'
import { findModel } from '../logged-models/get.ts'
import { addToModelVersionsTag } from '../logged-models/versions-tag.ts'
import { holdModel } from './models.ts'
import { assertModelName } from './names.ts'
import * as queries from './queries.ts'
import { readSource } from './source.ts'
import { assertRegistryTag } from './tags.ts'

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
  const fields = { name, ...from, run_id, description, run_link, now: deps.clock() }
  const row = await inBothStores(
    deps,
    (tx) =>
      insertVersion(
        tx,
        fields,
        lastOfEach(tags, ({ key }) => key),
      ),
    made && ((tx, { version }) => addToModelVersionsTag(tx, made, name, version)),
  )
  return {
    model_version: wire(
      row,
      lastOfEach(tags, ({ key }) => key),
    ),
  }
}

type Tag = { readonly key: string; readonly value: string }

/** Numbers without gaps or doubles: whoever makes a version holds its model. */
async function insertVersion(
  tx: Executor,
  fields: Omit<queries.NewVersion, 'version'>,
  tags: readonly Tag[],
): Promise<queries.NewVersion> {
  const { name, now } = fields
  await holdModel(tx, name)
  const largest = await tx.first(queries.largestVersion, { name })
  const row = { ...fields, version: (largest?.version ?? 0) + 1 }
  await tx.insert(queries.insertVersion, [row])
  await tx.insert(
    queries.upsertVersionTag,
    tags.map((tag) => ({ name, version: row.version, ...tag })),
  )
  await tx.run(queries.touchModel, { name, now })
  return row
}

/** A write to the registry and one to the tracking store that follows from it: in one transaction where they are one store. */
async function inBothStores<T>(
  { registry, writer }: Deps,
  first: (tx: Executor) => Promise<T>,
  then?: (tx: Executor, result: T) => Promise<void>,
): Promise<T> {
  const together = registry.writer === writer
  const result = await registry.writer.write(async (tx) => {
    const done = await first(tx)
    if (together) await then?.(tx, done)
    return done
  })
  if (!together && then) await writer.write((tx) => then(tx, result))
  return result
}

function wire(row: queries.NewVersion, tags: readonly Tag[]): CreateModelVersionResponse['model_version'] {
  return {
    name: row.name,
    version: String(row.version),
    creation_timestamp: row.now,
    last_updated_timestamp: row.now,
    current_stage: 'None',
    description: row.description,
    source: row.source,
    run_id: row.run_id,
    status: 'READY',
    ...(tags.length > 0 && { tags: [...tags] }),
    run_link: row.run_link,
  }
}
