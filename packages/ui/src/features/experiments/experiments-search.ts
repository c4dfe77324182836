import { oneOf, text } from '../../app/search-params.ts'

export const LIFECYCLE_VIEWS = ['active', 'deleted'] as const
export type LifecycleView = (typeof LIFECYCLE_VIEWS)[number]

export interface ExperimentsSearch {
  q?: string | undefined
  view?: LifecycleView | undefined
  sort?: string | undefined
}

export const validateExperimentsSearch = (search: Record<string, unknown>): ExperimentsSearch => ({
  q: text(search.q),
  view: oneOf(LIFECYCLE_VIEWS, search.view),
  sort: text(search.sort),
})
