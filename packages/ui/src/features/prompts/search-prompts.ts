import type { SearchRegisteredModelsResponse } from '@millrace/contract'
import { infiniteQueryOptions } from '@tanstack/react-query'
import { get } from '../../api/client.ts'
import { modelFilter, modelsKey, orderBy } from '../models/search-models.ts'
import { EXPERIMENTS_TAG, PROMPT_TAG } from './prompt-tags.ts'
import type { PromptsSearch } from './prompts-search.ts'

const PAGE_SIZE = 100
/** The registry gives prompts only to those who ask for them, and for them first. */
const ARE_PROMPTS = `tags.\`${PROMPT_TAG}\` = 'true'`

const ofExperiment = (id: string) => `tags.\`${EXPERIMENTS_TAG}\` ILIKE '%,${id.replaceAll("'", '_')},%'`

/** A name, or MLflow's filter; of one experiment or of all. */
export const promptFilter = (q: string, experiment: string | undefined): string =>
  [ARE_PROMPTS, experiment && ofExperiment(experiment), modelFilter(q)].filter(Boolean).join(' AND ')

/** Prompts live in the registry: whatever changes there may change them. */
export const searchPromptsQuery = ({ q = '', sort, experiment }: PromptsSearch) =>
  infiniteQueryOptions({
    queryKey: [...modelsKey, 'prompts', q, sort, experiment],
    queryFn: ({ pageParam, signal }) =>
      get<SearchRegisteredModelsResponse>(
        'registered-models/search',
        {
          filter: promptFilter(q, experiment),
          order_by: orderBy(sort),
          max_results: PAGE_SIZE,
          page_token: pageParam || undefined,
        },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_page_token || undefined,
  })
