import { modelFilter, registeredPages } from '../models/search-models.ts'
import { EXPERIMENTS_TAG, PROMPT_TAG } from './prompt-tags.ts'
import type { PromptsSearch } from './prompts-search.ts'

/** The registry gives prompts only to those who ask for them, and for them first. */
const ARE_PROMPTS = `tags.\`${PROMPT_TAG}\` = 'true'`

const ofExperiment = (id: string) => `tags.\`${EXPERIMENTS_TAG}\` ILIKE '%,${id.replaceAll("'", '_')},%'`

/** A name, or MLflow's filter; of one experiment or of all. */
export const promptFilter = (q: string, experiment: string | undefined): string =>
  [ARE_PROMPTS, experiment && ofExperiment(experiment), modelFilter(q)].filter(Boolean).join(' AND ')

/** Prompts live in the registry: whatever changes there may change them. */
export const searchPromptsQuery = ({ q = '', sort, experiment }: PromptsSearch) =>
  registeredPages(['prompts', q, sort, experiment], promptFilter(q, experiment), sort)
