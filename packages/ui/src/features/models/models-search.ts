import { list, oneOf, text } from '../../app/search-params.ts'

/** The languages that snippets are in; not each is in all of them. */
export const LANGUAGES = ['python', 'r', 'typescript', 'java', 'rest', 'cli'] as const
export type Language = (typeof LANGUAGES)[number]

interface SnippetSearch {
  lang?: Language | undefined
}

/** The view of the list of models. */
export interface ModelsSearch extends SnippetSearch {
  q?: string | undefined
  /** `name` or `updated`, with a leading minus when descending. */
  sort?: string | undefined
}

interface ChosenSearch {
  /** The versions that are chosen to be compared. */
  v?: string[] | undefined
}

/** The view of a model. */
export interface ModelSearch extends ChosenSearch {
  /** Of what it is asked which version it named, and on which day. */
  alias?: string | undefined
  at?: string | undefined
}

export interface CompareSearch extends ChosenSearch {
  /** Whether only what differs is shown. */
  only?: 'differences' | undefined
}

export type VersionSearch = SnippetSearch

type Given = Record<string, unknown>

export const validateModelsSearch = (search: Given): ModelsSearch => ({
  q: text(search.q),
  sort: text(search.sort),
  lang: oneOf(LANGUAGES, search.lang),
})

export const validateModelSearch = (search: Given): ModelSearch => ({
  v: list(search.v),
  alias: text(search.alias),
  at: text(search.at),
})

export const validateCompareSearch = (search: Given): CompareSearch => ({
  v: list(search.v),
  only: oneOf(['differences'], search.only),
})

export const validateVersionSearch = (search: Given): VersionSearch => ({
  lang: oneOf(LANGUAGES, search.lang),
})
