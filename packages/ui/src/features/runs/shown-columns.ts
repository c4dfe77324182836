import { COLOUR_TAG } from './run-colours.ts'
import type { TableSearch } from './search-runs.ts'

/** What every row shows, or is placed by. */
const ALWAYS = ['mlflow.user', 'mlflow.source.name', 'mlflow.parentRunId', COLOUR_TAG].map(
  (key) => `tags.${key}`,
)

/** Runs with no more metrics than this bring all of them: charts need not ask again. */
export const WHOLE_METRICS = 20

/** What the server suggested for a table whose columns nobody chose: more pages must not change them. */
const suggested = new Map<string, readonly string[]>()
const NONE: readonly string[] = []

export const suggestedColumns = (experimentId: string): readonly string[] =>
  suggested.get(experimentId) ?? NONE

/** Runs that have logged nothing yet suggest nothing. */
export function rememberSuggested(experimentId: string, columns: readonly string[] | undefined): void {
  if (columns?.length && !suggested.has(experimentId)) suggested.set(experimentId, columns)
}

const isKeyed = (id: string) => !id.startsWith('attributes.')

/** Which columns of the runs are asked of the server. */
export function askedColumns(experimentId: string, { col, mean }: TableSearch) {
  const known = suggested.get(experimentId)
  const columns = [...ALWAYS, ...(col ?? known ?? NONE), ...(mean ? [mean] : [])]
  return {
    columns: [...new Set(columns.filter(isKeyed))],
    ...(!col && !known && { suggest: true }),
  }
}
