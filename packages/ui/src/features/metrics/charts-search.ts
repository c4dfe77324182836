import { list, oneOf, text } from '../../app/search-params.ts'
import { type MetricsSearch, validateMetricsSearch } from './metrics-search.ts'

/** The charts of many runs, as the address has them. */
export interface ChartsSearch extends MetricsSearch {
  tab?: 'charts' | undefined
  /** Runs that are not drawn. */
  hide?: string[] | undefined
  /** A column; runs that have the same there are drawn as their mean. */
  mean?: string | undefined
}

export const validateChartsSearch = (search: Record<string, unknown>): ChartsSearch => ({
  ...validateMetricsSearch(search),
  tab: oneOf(['charts'] as const, search.tab),
  hide: list(search.hide),
  mean: text(search.mean),
})
