import type { RunsSearch } from '../features/runs/runs-search.ts'
import { list, text } from './search-params.ts'

/** What MLflow's page writes into its addresses, in the words of ours. */

/** Lists are JSON there. */
export function jsonList(given: unknown): string[] {
  if (typeof given !== 'string') return list(given) ?? []
  try {
    return list(JSON.parse(given)) ?? []
  } catch {
    return [given]
  }
}

/** The name of a column: `metrics.\`auc\`` is `metrics.auc`. */
const columnOf = (name: string) => name.replace(/^(\w+)\.[`"](.*)[`"]$/s, '$1.$2')

const SORTABLE = /^(metrics|params|tags|attributes)\../

function sortOf({ orderByKey, orderByAsc }: Record<string, unknown>): string | undefined {
  const column = columnOf(text(orderByKey) ?? '')
  // The newest first is the order without a choice.
  if (!SORTABLE.test(column) || (column === 'attributes.start_time' && orderByAsc !== 'true'))
    return undefined
  return orderByAsc === 'true' ? column : `-${column}`
}

/** The query of a table of runs. */
export function runsSearchOf(search: Record<string, unknown>): RunsSearch & { tab?: 'charts' | undefined } {
  return {
    filter: text(search.searchFilter),
    sort: sortOf(search),
    view: search.lifecycleFilter === 'Deleted' ? 'deleted' : undefined,
    tab: search.compareRunsMode === 'CHART' ? 'charts' : undefined,
  }
}

/** `metric?runs=["a"]&metric="loss"`. */
export function metricLinkOf(search: Record<string, unknown>): {
  runs: string[]
  metric: string | undefined
} {
  const [metric] = jsonList(search.plot_metric_keys ?? search.metric)
  return { runs: jsonList(search.runs), metric }
}
