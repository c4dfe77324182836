import { LIMITS, type SearchRuns } from '@millrace/contract'
import type { Deps } from '../deps.ts'
import { JsonText } from '../http/json-text.ts'
import { decodePageToken, parseFilter, parseOrderBy } from '../search/index.ts'
import { assertPageSize, experimentNumber } from '../validate.ts'
import type { RunSearch } from './page-ids.ts'

export async function searchRuns(deps: Deps, input: SearchRuns): Promise<JsonText> {
  const search: RunSearch = {
    limit: assertPageSize(input.max_results ?? LIMITS.searchPageDefault, LIMITS.searchPage),
    experiments: (input.experiment_ids ?? []).map(experimentNumber),
    stage: STAGES[input.run_view_type ?? 'ACTIVE_ONLY'],
    filter: parseFilter('runs', input.filter),
    order: parseOrderBy('runs', input.order_by ?? []),
    offset: decodePageToken(input.page_token),
  }
  if (search.experiments.length === 0) return new JsonText('{}')
  return new JsonText(await deps.longReads.run('searchRuns', search))
}

const STAGES = { ACTIVE_ONLY: 'active', DELETED_ONLY: 'deleted', ALL: undefined } as const
