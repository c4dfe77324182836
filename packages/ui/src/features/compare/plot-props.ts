import type { Run } from '@millrace/contract'
import type { Item } from '../../charts/dimension.ts'
import { colourOf } from '../runs/run-colours.ts'
import { runIdOf } from '../runs/search-runs.ts'
import type { CompareRunsSearch } from './compare-search.ts'
import type { ValueRow } from './compared-values.ts'

/** What every chart of compared runs is given. */
export interface PlotProps {
  runs: readonly Run[]
  rows: readonly ValueRow[]
  search: CompareRunsSearch
  onSearch: (part: CompareRunsSearch) => void
}

export const toItems = (runs: readonly Run[]): Item[] =>
  runs.map((run) => ({ id: runIdOf(run), title: run.info?.run_name || runIdOf(run), color: colourOf(run) }))
