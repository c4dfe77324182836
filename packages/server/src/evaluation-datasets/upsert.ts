import { MlflowError, type UpsertDatasetRecords, type UpsertDatasetRecordsResponse } from '@millrace/contract'
import type { Executor } from '../db/executor.ts'
import type { Deps } from '../deps.ts'
import { digestOf } from './create.ts'
import { type DatasetRow, lockDataset, updateSummary } from './queries.ts'
import { type GivenRecord, parseRecords } from './record.ts'
import { countRecords, profileOf, readByHash, writeRecords } from './record-queries.ts'
import { merged, newRow, type RecordRow } from './record-rows.ts'
import { mergedSchema } from './schema.ts'

/** Records whose inputs are there already are changed, the others added. */
export async function upsertDatasetRecords(
  deps: Deps,
  input: UpsertDatasetRecords,
): Promise<UpsertDatasetRecordsResponse> {
  const dataset_id = input.dataset_id ?? ''
  const records = parseRecords(input.records ?? '')
  if (records.length === 0) return { inserted_count: 0, updated_count: 0 }
  return deps.writer.write(async (tx) => {
    const dataset = await tx.first(lockDataset, { dataset_id })
    if (!dataset) {
      throw new MlflowError('BAD_REQUEST', `There is no evaluation dataset with id '${dataset_id}'.`)
    }
    const now = deps.clock()
    const stored = await readByHash(tx, dataset_id, [...new Set(records.map(({ hash }) => hash))])
    const added = new Map<string, RecordRow>()
    for (const record of records) {
      const place = stored.has(record.hash) ? stored : added
      const row = place.get(record.hash)
      place.set(record.hash, row ? merged(row, record, now) : newRow(deps, dataset_id, record, now))
    }
    await writeRecords(tx, [...stored.values(), ...added.values()])
    await summarise(tx, dataset, records, now)
    return { inserted_count: added.size, updated_count: records.length - added.size }
  })
}

async function summarise(
  tx: Executor,
  { dataset_id, schema }: DatasetRow,
  records: readonly GivenRecord[],
  now: number,
): Promise<void> {
  const count = await countRecords(tx, dataset_id)
  await tx.run(updateSummary, {
    dataset_id,
    schema: mergedSchema(schema, records),
    profile: profileOf(count),
    digest: digestOf(dataset_id, count, now),
    last_update_time: now,
    last_updated_by: records.findLast(({ user }) => user !== null)?.user ?? null,
  })
}
