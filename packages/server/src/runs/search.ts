import { type FamiliesAsked, LIMITS, type RunsAsked, type SearchRuns } from '@millrace/contract'
import type { Deps } from '../deps.ts'
import { JsonText } from '../http/json-text.ts'
import { decodePageToken, parseFilter, parseOrderBy } from '../search/index.ts'
import { assertPageSize, experimentNumber } from '../validate.ts'
import type { AskedRuns } from './asked-runs.ts'
import type { RunSearch } from './page-ids.ts'

export async function searchRuns(deps: Deps, input: SearchRuns): Promise<JsonText> {
  const search: RunSearch = {
    limit: assertPageSize(input.max_results ?? LIMITS.searchPageDefault, LIMITS.searchPage),
    ...askedRuns(input),
    order: parseOrderBy('runs', input.order_by ?? []),
    offset: decodePageToken(input.page_token),
  }
  if (search.experiments.length === 0) return new JsonText('{}')
  return new JsonText(await deps.longReads.run('searchRuns', search))
}

const STAGES = { ACTIVE_ONLY: 'active', DELETED_ONLY: 'deleted', ALL: undefined } as const

/** Which runs a request means. */
export function askedRuns({
  experiment_ids = [],
  run_view_type = 'ACTIVE_ONLY',
  filter,
}: RunsAsked): AskedRuns {
  return {
    experiments: experiment_ids.map(experimentNumber),
    stage: STAGES[run_view_type],
    filter: parseFilter('runs', filter),
  }
}

/** The same where families are shown as such. */
export function askedFamilies({ top, parent_run_id, ...asked }: FamiliesAsked): AskedRuns {
  const runs = askedRuns(asked)
  if (parent_run_id) return { ...runs, kin: { parent: parent_run_id } }
  return top ? { ...runs, kin: 'top' } : runs
}
