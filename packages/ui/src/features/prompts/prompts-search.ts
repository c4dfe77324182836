import { oneOf, text } from '../../app/search-params.ts'
import { LANGUAGES, type Language } from '../models/models-search.ts'

/** The view of the list of prompts. */
export interface PromptsSearch {
  q?: string | undefined
  /** `name` or `updated`, with a leading minus when descending. */
  sort?: string | undefined
  /** The experiment that the prompts were written for. */
  experiment?: string | undefined
  lang?: Language | undefined
}

/** The view of a prompt; the version under the name that MLflow's links give it. */
export interface PromptSearch {
  promptVersion?: string | undefined
  /** The version that the shown one is compared with. */
  against?: string | undefined
  lang?: Language | undefined
}

type Given = Record<string, unknown>

export const validatePromptsSearch = (search: Given): PromptsSearch => ({
  q: text(search.q),
  sort: text(search.sort),
  experiment: text(search.experiment),
  lang: oneOf(LANGUAGES, search.lang),
})

export const validatePromptSearch = (search: Given): PromptSearch => ({
  promptVersion: text(search.promptVersion),
  against: text(search.against),
  lang: oneOf(LANGUAGES, search.lang),
})
