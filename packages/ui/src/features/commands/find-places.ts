import type { SearchExperimentsResponse, SearchRegisteredModelsResponse } from '@millrace/contract'
import { queryOptions } from '@tanstack/react-query'
import { get, post } from '../../api/client.ts'
import { nameFilter } from '../experiments/search-experiments.ts'
import { promptFilter } from '../prompts/search-prompts.ts'

const FOUND_OF_EACH = 5

export interface FoundPlaces {
  experiments: { id: string; name: string }[]
  models: string[]
  prompts: string[]
}

/** A kind of thing that cannot be searched leaves the others to be found. */
async function orNothing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch {
    return undefined
  }
}

const registry = (filter: string, signal: AbortSignal) =>
  orNothing(
    get<SearchRegisteredModelsResponse>(
      'registered-models/search',
      { filter: filter || undefined, max_results: FOUND_OF_EACH },
      signal,
    ),
  )

const namesOf = (found: SearchRegisteredModelsResponse | undefined) =>
  found?.registered_models?.map(({ name = '' }) => name) ?? []

/** Experiments, models and prompts whose names have the words in them; the newest where there are no words. */
export const placesQuery = (words: string) =>
  queryOptions({
    queryKey: ['places', words],
    queryFn: async ({ signal }): Promise<FoundPlaces> => {
      const filter = nameFilter(words)
      const experiments = orNothing(
        post<SearchExperimentsResponse>(
          'experiments/search',
          { filter, max_results: FOUND_OF_EACH, order_by: ['last_update_time DESC'] },
          signal,
        ),
      )
      const [foundExperiments, models, prompts] = await Promise.all([
        experiments,
        registry(filter, signal),
        registry([promptFilter('', undefined), filter].filter(Boolean).join(' AND '), signal),
      ])
      return {
        experiments:
          foundExperiments?.experiments?.map(({ experiment_id: id = '', name = '' }) => ({ id, name })) ?? [],
        models: namesOf(models),
        prompts: namesOf(prompts),
      }
    },
  })
