import type { RunRecord } from '@millrace/sdk'
import { csvRow } from '../output/csv.ts'
import { table } from '../output/table.ts'

export type RunFormat = 'table' | 'json' | 'csv' | 'markdown'

const SHOWN_BY_DEFAULT = 6

/** Runs as text, by the name of the format. `columns` are keys such as `metrics.auc`. */
export const FORMATS: Readonly<
  Record<RunFormat, (runs: readonly RunRecord[], columns?: readonly string[]) => string>
> = {
  json: (runs) => JSON.stringify(runs, withNonFinite, 2),
  table: (runs, columns) => asRows(runs, columns, (names, rows) => table(names, rows)),
  csv: (runs, columns) => asRows(runs, columns, (names, rows) => [names, ...rows].map(csvRow).join('\n')),
  markdown: (runs, columns) =>
    asRows(runs, columns, (names, rows) =>
      [names, names.map(() => '---'), ...rows]
        .map((row) => `| ${row.map(markdownCell).join(' | ')} |`)
        .join('\n'),
    ),
}

/** What JSON's numbers cannot say is a text: NaN and infinities, as MLflow writes them, and steps beyond 2^53. */
function withNonFinite(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value)
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value
}

function asRows(
  runs: readonly RunRecord[],
  columns: readonly string[] = frequentKeys(runs),
  write: (names: readonly string[], rows: readonly string[][]) => string,
): string {
  const rows = runs.map((run) => [
    run.runId,
    run.name,
    run.status,
    run.startTime?.toISOString().slice(0, 19).replace('T', ' ') ?? '',
    ...columns.map((column) => valueAt(run, column)),
  ])
  return write(['Run', 'Name', 'Status', 'Started (UTC)', ...columns], rows)
}

/** The metrics and params that most of the runs have. */
function frequentKeys(runs: readonly RunRecord[]): string[] {
  const counts = new Map<string, number>()
  for (const run of runs) {
    for (const kind of ['metrics', 'params'] as const) {
      for (const key of Object.keys(run[kind])) {
        if (!key.startsWith('system/')) counts.set(`${kind}.${key}`, (counts.get(`${kind}.${key}`) ?? 0) + 1)
      }
    }
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, SHOWN_BY_DEFAULT)
    .map(([key]) => key)
}

const COLUMN = /^(metrics|params|tags)\.(.+)$/s

/** What a run has under `metrics.auc`, `params.depth` or `tags.team`; empty for nothing. */
export function valueAt(run: RunRecord, column: string): string {
  const [, kind, key = ''] = COLUMN.exec(column) ?? []
  const value = kind && Object.hasOwn(run[kind as 'metrics'], key) ? run[kind as 'metrics'][key] : undefined
  return value === undefined ? '' : String(value)
}

function markdownCell(text: string): string {
  return text.replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' ')
}
