import { LIMITS, type Metric, type Run } from '@millrace/contract'
import type { Row } from './bundle.ts'
import { type Rest, RestError } from './rest.ts'
import { pointRow } from './wire-rows.ts'

/** Some points of a run; those that come first bring the run with them. */
export interface RunPoints {
  readonly run: Run
  readonly points: { readonly first: boolean; readonly rows: readonly Row<'metrics'>[] }
  readonly continues: boolean
}

/** Requests that are under way at once. */
const AT_ONCE = 8
const PAGE = LIMITS.historyPage

/** Reads the histories of some runs: a metric of all of them at once where they are short, else a page at a time. */
export async function* readHistories(rest: Rest, runs: readonly Run[]): AsyncGenerator<RunPoints> {
  const keys = new Map<string, Run[]>()
  for (const run of runs) {
    for (const { key = '' } of run.data?.metrics ?? []) keys.set(key, [...(keys.get(key) ?? []), run])
  }
  const short = new Map<string, Row<'metrics'>[]>()
  const long = new Map<string, string[]>()
  await inParallel([...keys], async ([key, having]) => {
    const points = await bulkHistory(rest, key, having.map(idOf))
    for (const run_id of having.map(idOf)) {
      if (points === undefined) long.set(run_id, [...(long.get(run_id) ?? []), key])
    }
    for (const { run_id = '', ...metric } of points ?? []) {
      const rows = short.get(run_id)
      if (rows) rows.push(pointRow(run_id, metric))
      else short.set(run_id, [pointRow(run_id, metric)])
    }
  })
  for (const run of runs) {
    const keys = long.get(idOf(run)) ?? []
    yield {
      run,
      points: { first: true, rows: short.get(idOf(run)) ?? [] },
      continues: keys.length > 0,
    }
    for (const [i, key] of keys.entries()) yield* longHistory(rest, run, key, i === keys.length - 1)
  }
}

function idOf({ info }: Run): string {
  return info?.run_id ?? ''
}

/** @returns undefined where there are more points than one answer holds, or the server cannot do it. */
async function bulkHistory(
  rest: Rest,
  metric_key: string,
  run_id: readonly string[],
): Promise<Metric[] | undefined> {
  try {
    const { metrics = [] } = await rest.get<{ metrics?: Metric[] }>(
      '/ajax-api/2.0/mlflow/metrics/get-history-bulk',
      { run_id, metric_key, max_results: PAGE },
    )
    return metrics.length < PAGE ? metrics : undefined
  } catch (error) {
    if (error instanceof RestError) return undefined
    throw error
  }
}

async function* longHistory(
  rest: Rest,
  run: Run,
  metric_key: string,
  isLast: boolean,
): AsyncGenerator<RunPoints> {
  let page_token: string | undefined
  do {
    const page = await rest.get<{ metrics?: Metric[]; next_page_token?: string }>('metrics/get-history', {
      run_id: idOf(run),
      metric_key,
      max_results: PAGE,
      page_token,
    })
    page_token = page.next_page_token || undefined
    const rows = (page.metrics ?? []).map((metric) => pointRow(idOf(run), metric))
    yield { run, points: { first: false, rows }, continues: !isLast || page_token !== undefined }
  } while (page_token)
}

/** Does a job for each item, a few at a time. */
export async function inParallel<T>(items: readonly T[], job: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values()
  const work = async () => {
    for (const item of waiting) await job(item)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
}
