import type { DatasetsDataset } from '@millrace/contract'
import { pythonJson } from '../python-json.ts'
import type { DatasetRow, TagRow } from './queries.ts'

/** The wire's dataset. Its experiments are told when it is made; later there is a call of its own for them. */
export function toDataset(
  row: DatasetRow,
  tags: readonly Pick<TagRow, 'key' | 'value'>[],
  experiment_ids: readonly string[] = [],
): DatasetsDataset {
  return {
    dataset_id: row.dataset_id,
    name: row.name,
    tags: pythonJson(Object.fromEntries(tags.map(({ key, value }) => [key, value]))),
    ...(row.schema && { schema: row.schema }),
    ...(row.profile && { profile: row.profile }),
    digest: row.digest ?? '',
    ...(row.created_time !== null && { created_time: row.created_time }),
    ...(row.last_update_time !== null && { last_update_time: row.last_update_time }),
    ...(row.created_by && { created_by: row.created_by }),
    ...(row.last_updated_by && { last_updated_by: row.last_updated_by }),
    ...(experiment_ids.length > 0 && { experiment_ids: [...experiment_ids] }),
  }
}
