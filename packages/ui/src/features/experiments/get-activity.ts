import type { ExperimentActivity, ListExperimentActivityResponse } from '@millrace/contract'
import { type QueryClient, queryOptions, useQueries } from '@tanstack/react-query'
import { changeOwn } from '../../api/client.ts'
import { experimentsKey } from './search-experiments.ts'

const activityKey = [...experimentsKey, 'activity'] as const

const readActivity = async (experiment_ids: readonly string[]) =>
  (await changeOwn<ListExperimentActivityResponse>('POST', 'experiments/activity', { experiment_ids }))
    .activity

const activityQuery = (experiment_ids: string[]) =>
  queryOptions({
    queryKey: [...activityKey, experiment_ids],
    queryFn: () => readActivity(experiment_ids),
    placeholderData: (old) => old,
  })

/** Asks anew what happened in some experiments, and in no others. */
export async function refreshActivity(client: QueryClient, ids: readonly string[]): Promise<void> {
  const fresh = await readActivity(ids)
  const asked = new Set(ids)
  for (const query of client.getQueryCache().findAll({ queryKey: activityKey, type: 'active' })) {
    const own = new Set(query.queryKey[2] as string[])
    client.setQueryData<ExperimentActivity[]>(query.queryKey, (old) => [
      ...(old ?? []).filter(({ experiment_id }) => !asked.has(experiment_id)),
      ...fresh.filter(({ experiment_id }) => own.has(experiment_id)),
    ])
  }
}

type Found = { data: ExperimentActivity[] | undefined }[]

const byId = (found: Found): ReadonlyMap<string, ExperimentActivity> =>
  new Map(found.flatMap(({ data = [] }) => data.map((each) => [each.experiment_id, each])))

/** What has happened in experiments, asked for by the pages in which they were read. */
export const useActivity = (pages: string[][]): ReadonlyMap<string, ExperimentActivity> =>
  useQueries({ queries: pages.map(activityQuery), combine: byId })
