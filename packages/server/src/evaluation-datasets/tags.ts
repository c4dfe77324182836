import {
  type DeleteDatasetTag,
  doesNotExist,
  type SetDatasetTags,
  type SetDatasetTagsResponse,
} from '@millrace/contract'
import type { Deps } from '../deps.ts'
import { pythonText } from '../python-json.ts'
import { parseTags } from './json-input.ts'
import { datasetById, deleteTagRow, type TagRow, upsertTag } from './queries.ts'

/** Values become text as Python shows them; null is no value. */
export function tagRows(dataset_id: string, tags: Record<string, unknown>): TagRow[] {
  return Object.entries(tags)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => ({ dataset_id, key, value: pythonText(value) }))
}

export async function setDatasetTags(deps: Deps, input: SetDatasetTags): Promise<SetDatasetTagsResponse> {
  const dataset_id = input.dataset_id ?? ''
  const rows = tagRows(dataset_id, parseTags(input.tags))
  await deps.writer.write(async (tx) => {
    if (!(await tx.first(datasetById, { dataset_id }))) {
      throw doesNotExist(`Could not find evaluation dataset with ID ${dataset_id}`)
    }
    await tx.insert(upsertTag, rows)
  })
  return {}
}

/** Deleting what is not there is no error. */
export async function deleteDatasetTag(deps: Deps, input: DeleteDatasetTag): Promise<object> {
  const { dataset_id = '', key = '' } = input
  await deps.writer.write((tx) => tx.run(deleteTagRow, { dataset_id, key }))
  return {}
}
