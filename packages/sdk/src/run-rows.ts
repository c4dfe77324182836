import { Search } from './pages.ts'
import type { RunInfo, RunRecord } from './runs.ts'

/** A run as a row of a table: `metrics.loss`, `params.depth` and `tags.team` are columns beside those of {@link RunInfo}. */
export interface RunRow extends RunInfo {
  readonly [column: `metrics.${string}`]: number
  readonly [column: `params.${string}`]: string
  readonly [column: `tags.${string}`]: string
}

/**
 * A search for runs: its first page when awaited, every run when iterated, a table by {@link rows}.
 * @example
 * ```ts
 * const rows = await searchRuns({ orderBy: ['metrics.auc DESC'] }).rows(10)
 * ```
 */
export class RunsFound extends Search<RunRecord> {
  /**
   * Every run as a row, `limit` of them at most.
   * @example
   * ```ts
   * console.table(await searchRuns({ filter: 'metrics.loss < 0.2' }).rows(20))
   * ```
   */
  async rows(limit?: number): Promise<RunRow[]> {
    return (await this.all(limit)).map(toRow)
  }
}

function toRow(run: RunRecord): RunRow {
  const {
    metrics,
    params,
    tags,
    latestMetrics: _,
    datasets: __,
    inputModels: ___,
    outputModels: ____,
    ...info
  } = run
  return {
    ...info,
    ...prefixed('metrics', metrics),
    ...prefixed('params', params),
    ...prefixed('tags', tags),
  }
}

function prefixed<Prefix extends string, T>(
  prefix: Prefix,
  values: Readonly<Record<string, T>>,
): Record<`${Prefix}.${string}`, T> {
  const columns = Object.entries(values).map(([key, value]) => [`${prefix}.${key}`, value])
  return Object.fromEntries(columns) as Record<`${Prefix}.${string}`, T>
}
