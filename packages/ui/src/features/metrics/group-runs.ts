import type { Run } from '@millrace/contract'
import { parseColumn } from '../runs/columns.ts'
import { cellText } from '../runs/run-values.ts'
import type { RunKeys } from './collect-keys.ts'
import type { Group, Groups } from './to-series.ts'

type Words = Parameters<typeof cellText>[2]

/** What each run has in a column; undefined for a column that is none. */
export function groupRuns(
  runs: readonly Run[],
  column: string | undefined,
  words: Words,
): Groups | undefined {
  const by = column === undefined ? undefined : parseColumn(column)
  if (!by) return undefined
  const names = runs.map((run) => cellText(run, by, words).text)
  const sorted = [...new Set(names)].sort((a, b) => a.localeCompare(b, undefined, { numeric: true }))
  // One object for each group: that is what tells them apart.
  const byName = new Map(sorted.map((name, place): [string, Group] => [name, { name, place }]))
  return new Map(
    runs.flatMap((run, at) => {
      const group = byName.get(names[at] ?? '')
      return group ? [[run.info?.run_id ?? '', group]] : []
    }),
  )
}

/** Columns that runs can be put together by. */
export const groupColumns = ({ params, tags }: RunKeys): string[] => [
  'attributes.status',
  'attributes.user_id',
  ...params.map((key) => `params.${key}`),
  ...tags.filter((key) => !key.startsWith('mlflow.')).map((key) => `tags.${key}`),
]
