import type { Lineage, LineageResponse } from '@millrace/contract'
import { queryOptions } from '@tanstack/react-query'
import { getOwn } from '../../api/client.ts'
import { modelsKey } from './search-models.ts'

const MAX_SHOWN = 50

/** Where a version came from, or what came of a run or a data set. */
export const lineageQuery = (question: Lineage) =>
  queryOptions({
    queryKey: [...modelsKey, 'lineage', question],
    queryFn: ({ signal }) =>
      getOwn<LineageResponse>('lineage', { ...question, max_results: MAX_SHOWN }, signal),
  })
