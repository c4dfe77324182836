import { queryClient } from '../../app/query-client.ts'
import type { ChartsSearch } from '../metrics/charts-search.ts'
import type { RunsSearch } from './runs-search.ts'
import { searchRunsQuery, type TableSearch } from './search-runs.ts'

/** The part of the page's view that decides which runs are asked for, and what of them. */
export function tableSearchOf(experimentId: string, view: RunsSearch & ChartsSearch): TableSearch {
  const { filter, sort, col, mean, tab } = view
  const search: TableSearch = { filter, sort, view: view.view, col, mean, families: true }
  // An order by result is a ranking, and a family kept together would break it.
  if (sort) return { ...search, families: false }
  // Charts have all runs; where the table has all of them already they need not be asked for again.
  return tab === 'charts' && !hasAllRuns(experimentId, search) ? { ...search, families: false } : search
}

/** Whether what the table has read is everything that matches: no page follows, and nobody has children. */
function hasAllRuns(experimentId: string, search: TableSearch): boolean {
  const pages = queryClient.getQueryData(searchRunsQuery(experimentId, search).queryKey)?.pages
  const hasChildren = pages?.some(({ children = {} }) => Object.keys(children).length > 0)
  return pages !== undefined && !pages.at(-1)?.next_page_token && !hasChildren
}
