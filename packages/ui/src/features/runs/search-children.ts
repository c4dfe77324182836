import { queryOptions } from '@tanstack/react-query'
import { runKey } from './get-run.ts'
import { searchRuns } from './search-runs.ts'

const SHOWN_CHILDREN = 20

export const childrenFilter = (runId: string) => `tags.\`mlflow.parentRunId\` = '${runId}'`

export const childrenKey = (runId: string) => [...runKey(runId), 'children'] as const

export const childrenQuery = (experimentId: string, runId: string) =>
  queryOptions({
    queryKey: childrenKey(runId),
    queryFn: ({ signal }) =>
      searchRuns(
        experimentId,
        { col: [] },
        { filter: childrenFilter(runId), maxResults: SHOWN_CHILDREN },
        signal,
      ),
  })
