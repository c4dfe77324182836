import { list, oneOf, text } from '../../app/search-params.ts'
import { type ChartsSearch, validateChartsSearch } from '../metrics/charts-search.ts'

export const COMPARE_VIEWS = [
  'values',
  'curves',
  'scatter',
  'parallel',
  'contour',
  'boxes',
  'artifacts',
] as const
export type CompareView = (typeof COMPARE_VIEWS)[number]

export interface CompareRunsSearch extends Omit<ChartsSearch, 'tab'> {
  runs?: string[] | undefined
  /** What is shown of them. */
  as?: CompareView | undefined
  only?: 'differences' | undefined
  /** The run that the others are measured by. */
  base?: string | undefined
  /** Columns of the axes. */
  x?: string | undefined
  y?: string | undefined
  z?: string | undefined
  /** Columns of the parallel axes. */
  col?: string[] | undefined
  /** The run whose files are beside those of the baseline. */
  other?: string | undefined
  /** The folder that is open, and the file that is seen side by side. */
  dir?: string | undefined
  file?: string | undefined
}

export function validateCompareRunsSearch(search: Record<string, unknown>): CompareRunsSearch {
  const { tab: _, ...charts } = validateChartsSearch(search)
  return {
    ...charts,
    runs: runsOf(search.runs),
    as: oneOf(COMPARE_VIEWS, search.as),
    only: oneOf(['differences'] as const, search.only),
    base: text(search.base),
    x: text(search.x),
    y: text(search.y),
    z: text(search.z),
    col: list(search.col),
    other: text(search.other),
    dir: text(search.dir),
    file: text(search.file),
  }
}

/** MLflow's own page writes the list as JSON: `runs=["a","b"]`. */
function runsOf(given: unknown): string[] | undefined {
  if (typeof given !== 'string' || !given.startsWith('[')) return list(given)
  try {
    return list(JSON.parse(given))
  } catch {
    return undefined
  }
}
