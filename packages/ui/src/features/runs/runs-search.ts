import { list, oneOf, text } from '../../app/search-params.ts'
import { LIFECYCLE_VIEWS, type LifecycleView } from '../experiments/experiments-search.ts'

/** The runs table's view; all of it lives in the address. */
export interface RunsSearch {
  filter?: string | undefined
  /** A column id, with a leading minus when descending. */
  sort?: string | undefined
  col?: string[] | undefined
  view?: LifecycleView | undefined
}

export const validateRunsSearch = (search: Record<string, unknown>): RunsSearch => ({
  filter: text(search.filter),
  sort: text(search.sort),
  col: list(search.col),
  view: oneOf(LIFECYCLE_VIEWS, search.view),
})
