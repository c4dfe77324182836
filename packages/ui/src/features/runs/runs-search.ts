import { list, oneOf, text } from '../../app/search-params.ts'
import { LIFECYCLE_VIEWS, type LifecycleView } from '../experiments/experiments-search.ts'

/** The runs table's view; all of it lives in the address. */
export interface RunsSearch {
  filter?: string | undefined
  /** A column id, with a leading minus when descending. */
  sort?: string | undefined
  col?: string[] | undefined
  /** Of the columns, those that stay in place when the table is scrolled sideways. */
  pin?: string[] | undefined
  view?: LifecycleView | undefined
  /** Ids of runs that the charts leave out. */
  hide?: string[] | undefined
  /** The run that is shown beside the table. */
  peek?: string | undefined
  /** Names as in a filter: runs that have the same there are one row. */
  group?: string[] | undefined
  /** Runs whose children are shown. */
  open?: string[] | undefined
  /** Runs that are chosen. */
  chosen?: string[] | undefined
  /** Whether the experiment's note is there; by itself it is where one was written. */
  note?: 'shown' | 'hidden' | undefined
}

/** What names single runs is of no use to other experiments. */
export const OF_SINGLE_RUNS = {
  peek: undefined,
  hide: undefined,
  open: undefined,
  chosen: undefined,
  note: undefined,
}

export const validateRunsSearch = (search: Record<string, unknown>): RunsSearch => ({
  filter: text(search.filter),
  sort: text(search.sort),
  col: list(search.col),
  view: oneOf(LIFECYCLE_VIEWS, search.view),
  pin: list(search.pin),
  hide: list(search.hide),
  peek: text(search.peek),
  group: list(search.group),
  open: list(search.open),
  chosen: list(search.chosen),
  note: oneOf(['shown', 'hidden'] as const, search.note),
})
