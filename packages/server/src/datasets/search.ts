import {
  invalidParameter,
  LIMITS,
  type SearchDatasets,
  type SearchDatasetsResponse,
} from '@millrace/contract'
import type { Deps } from '../deps.ts'
import { experimentNumber } from '../validate.ts'

const SUMMARIES = 1000

export async function searchDatasets({ db }: Deps, input: SearchDatasets): Promise<SearchDatasetsResponse> {
  const ids = input.experiment_ids ?? []
  if (ids.length === 0)
    throw invalidParameter('SearchDatasets request must specify at least one experiment_id.')
  if (ids.length > LIMITS.searchDatasetsExperiments) {
    throw invalidParameter(
      `SearchDatasets request cannot specify more than ${LIMITS.searchDatasetsExperiments} experiment_ids. Received ${ids.length} experiment_ids.`,
    )
  }
  const rows = await db.query(
    db.builder
      .selectFrom('datasets as d')
      .innerJoin('inputs as i', 'i.source_id', 'd.dataset_uuid')
      .leftJoin('input_tags as t', (join) =>
        join.onRef('t.input_uuid', '=', 'i.input_uuid').on('t.name', '=', 'mlflow.data.context'),
      )
      .select(['d.experiment_id', 'd.name', 'd.digest', 't.value as context'])
      .distinct()
      .where('d.experiment_id', 'in', ids.map(experimentNumber))
      .limit(SUMMARIES),
  )
  if (rows.length === 0) return {}
  return {
    dataset_summaries: rows.map(({ context, ...row }) => ({
      ...row,
      experiment_id: String(row.experiment_id),
      ...(context !== null && { context }),
    })),
  }
}
