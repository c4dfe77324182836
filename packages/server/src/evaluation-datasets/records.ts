import {
  type DeleteDatasetRecords,
  type DeleteDatasetRecordsResponse,
  type GetDatasetRecords,
  invalidParameter,
  LIMITS,
} from '@millrace/contract'
import type { Executor } from '../db/executor.ts'
import type { Deps } from '../deps.ts'
import { JsonText, toJson } from '../http/json-text.ts'
import { lockDataset, setProfile } from './queries.ts'
import { countRecords, deleteRecords, profileOf, type RecordPage, readPage } from './record-queries.ts'
import { recordText } from './record-rows.ts'

/** The records of a dataset, page by page; none of a dataset that is not there, as in MLflow. */
export async function getDatasetRecords(deps: Deps, input: GetDatasetRecords): Promise<JsonText> {
  const page: RecordPage = {
    dataset_id: input.dataset_id ?? '',
    limit: pageSize(input.max_results || LIMITS.searchPageDefault),
    after: decodeToken(input.page_token),
  }
  return new JsonText(await deps.longReads.run('datasetRecords', page))
}

function pageSize(given: number): number {
  if (given < 0) throw invalidParameter("The value of 'max_results' must not be negative.")
  return Math.min(given, LIMITS.searchPage)
}

/** A page of records as JSON text, which holds the records as JSON text themselves. */
export async function datasetRecordsPage(db: Executor, page: RecordPage): Promise<string> {
  const found = await readPage(db, { ...page, limit: page.limit + 1 })
  const rows = found.slice(0, page.limit)
  const last = rows.at(-1)
  return toJson({
    records: `[${rows.map(recordText).join(', ')}]`,
    ...(found.length > page.limit &&
      last && { next_page_token: encodeToken(last.created_time ?? 0, last.dataset_record_id) }),
  })
}

/** The last record of a page, as MLflow names it. */
function encodeToken(created_time: number, dataset_record_id: string): string {
  return Buffer.from(`${created_time}:${dataset_record_id}`).toString('base64')
}

function decodeToken(token: string | undefined): RecordPage['after'] {
  if (!token) return undefined
  const [, time, dataset_record_id = ''] =
    /^(\d{1,15}):(.*)$/s.exec(Buffer.from(token, 'base64').toString()) ?? []
  if (time === undefined) throw invalidParameter('The page token is not one of this dataset.')
  return { created_time: Number(time), dataset_record_id }
}

export async function deleteDatasetRecords(
  deps: Deps,
  input: DeleteDatasetRecords,
): Promise<DeleteDatasetRecordsResponse> {
  const dataset_id = input.dataset_id ?? ''
  const ids = [...new Set(input.dataset_record_ids)]
  if (ids.length === 0) return { deleted_count: 0 }
  return deps.writer.write(async (tx) => {
    await tx.first(lockDataset, { dataset_id })
    const deleted_count = await deleteRecords(tx, dataset_id, ids)
    await tx.run(setProfile, { dataset_id, profile: profileOf(await countRecords(tx, dataset_id)) })
    return { deleted_count }
  })
}
