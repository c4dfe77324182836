import type { GetExperimentResponse } from '@millrace/contract'
import { queryOptions } from '@tanstack/react-query'
import { get } from '../../api/client.ts'
import { experimentsKey } from './search-experiments.ts'

export const experimentQuery = (experiment_id: string) =>
  queryOptions({
    queryKey: [...experimentsKey, 'get', experiment_id],
    queryFn: async ({ signal }) =>
      (await get<GetExperimentResponse>('experiments/get', { experiment_id }, signal)).experiment ?? {},
    staleTime: 30_000,
  })
