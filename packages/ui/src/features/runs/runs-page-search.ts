import { type ChartsSearch, validateChartsSearch } from '../metrics/charts-search.ts'
import { type RunsSearch, validateRunsSearch } from './runs-search.ts'

/** The view of the runs page, its table and its charts; all of it lives in the address. */
export const validateRunsPageSearch = (search: Record<string, unknown>): RunsSearch & ChartsSearch => ({
  ...validateRunsSearch(search),
  ...validateChartsSearch(search),
})
