import type { Client, RunRecord, RunSearch } from '@millrace/sdk'
import { csvRow } from '../output/csv.ts'
import { floatText } from '../output/python-json.ts'

const FACTS = ['run_id', 'experiment_id', 'status', 'artifact_uri', 'start_time', 'end_time']

/**
 * Runs as lines of CSV, with the columns that `mlflow experiments csv` has. The runs are read twice, once for the columns:
 * what they hold would not fit into memory where there are many.
 */
export async function* runsAsCsv(client: Client, search: RunSearch): AsyncGenerator<string, void, undefined> {
  const columns = await columnsOf(client, search)
  yield row([
    ...FACTS,
    ...columns.metrics.map((key) => `metrics.${key}`),
    ...columns.params.map((key) => `params.${key}`),
    ...columns.tags.map((key) => `tags.${key}`),
  ])
  for await (const run of client.runs.search(search)) {
    yield row([
      ...factsOf(run, columns),
      ...columns.metrics.map((key) => numberText(run.metrics[key])),
      ...columns.params.map((key) => run.params[key] ?? ''),
      ...columns.tags.map((key) => run.tags[key] ?? ''),
    ])
  }
}

interface Columns {
  readonly metrics: readonly string[]
  readonly params: readonly string[]
  readonly tags: readonly string[]
  /** Whether some run began, or ended, between two seconds. */
  readonly startInMilliseconds: boolean
  readonly endInMilliseconds: boolean
}

/** The keys that the runs have, in the order in which they turn up. */
async function columnsOf(client: Client, search: RunSearch): Promise<Columns> {
  const seen = { metrics: new Set<string>(), params: new Set<string>(), tags: new Set<string>() }
  let [startInMilliseconds, endInMilliseconds] = [false, false]
  for await (const run of client.runs.search(search)) {
    startInMilliseconds ||= isBetweenSeconds(run.startTime)
    endInMilliseconds ||= isBetweenSeconds(run.endTime)
    for (const kind of ['metrics', 'params', 'tags'] as const) {
      for (const key of Object.keys(run[kind])) seen[kind].add(key)
    }
  }
  const keys = { metrics: [...seen.metrics], params: [...seen.params], tags: [...seen.tags] }
  return { ...keys, startInMilliseconds, endInMilliseconds }
}

function isBetweenSeconds(time: Date | undefined): boolean {
  return time !== undefined && time.getTime() % 1000 !== 0
}

function factsOf(run: RunRecord, { startInMilliseconds, endInMilliseconds }: Columns): string[] {
  return [
    run.runId,
    run.experimentId,
    run.status.toUpperCase(),
    run.artifactUri,
    timeText(run.startTime, startInMilliseconds),
    timeText(run.endTime, endInMilliseconds),
  ]
}

/** As pandas writes it: a column is as exact as the most exact of its times. */
function timeText(time: Date | undefined, inMilliseconds: boolean): string {
  const [day, clock = ''] = time?.toISOString().split('T') ?? []
  return day === undefined ? '' : `${day} ${clock.slice(0, inMilliseconds ? 12 : 8)}+00:00`
}

function numberText(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? '' : floatText(value).replace('Infinity', 'inf')
}

function row(cells: readonly string[]): string {
  return `${csvRow(cells)}\n`
}
