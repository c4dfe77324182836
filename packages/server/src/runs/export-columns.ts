import { invalidParameter, type Run } from '@millrace/contract'
import { type RawBuilder, sql } from 'kysely'
import type { Executor } from '../db/executor.ts'
import { type AskedRuns, conditions } from './asked-runs.ts'

/** A column of a CSV file, by the name that it has in a filter. */
export interface ExportColumn {
  readonly kind: 'attributes' | 'metrics' | 'params' | 'tags'
  readonly key: string
}

const tag = (run: Run, key: string) => run.data?.tags?.find((tag) => tag.key === key)?.value ?? ''

/** What is no time in milliseconds is written as the number it is. */
function time(ms: number | undefined): string {
  if (!ms) return ''
  const date = new Date(ms)
  return Number.isFinite(date.getTime()) ? date.toISOString() : String(ms)
}

const ATTRIBUTES: Readonly<Record<string, (run: Run) => string>> = {
  run_id: ({ info }) => info?.run_id ?? '',
  run_name: ({ info }) => info?.run_name ?? '',
  experiment_id: ({ info }) => info?.experiment_id ?? '',
  status: ({ info }) => info?.status ?? '',
  start_time: ({ info }) => time(info?.start_time),
  end_time: ({ info }) => time(info?.end_time),
  duration: ({ info }) =>
    info?.start_time && info.end_time ? String((info.end_time - info.start_time) / 1000) : '',
  user_id: (run) => tag(run, 'mlflow.user') || (run.info?.user_id ?? ''),
  source: (run) => tag(run, 'mlflow.source.name'),
  artifact_uri: ({ info }) => info?.artifact_uri ?? '',
}

const KINDS = ['attributes', 'metrics', 'params', 'tags'] as const

export function parseExportColumn(name: string): ExportColumn {
  const dot = name.indexOf('.')
  const kind = KINDS.find((kind) => kind === name.slice(0, dot))
  const key = name.slice(dot + 1)
  if (kind && (kind !== 'attributes' || Object.hasOwn(ATTRIBUTES, key))) return { kind, key }
  throw invalidParameter(
    `There is no column '${name}'; columns are metrics, params, tags and attributes: ${Object.keys(ATTRIBUTES).join(', ')}.`,
  )
}

/** As the Python client names the columns of `search_runs`; a duration is in seconds. */
export const columnTitle = ({ kind, key }: ExportColumn): string =>
  kind === 'attributes' ? key : `${kind}.${key}`

/** What a run has in each column. */
export function rowOf(run: Run, columns: readonly ExportColumn[]): string[] {
  const { metrics = [], params = [], tags = [] } = run.data ?? {}
  const texts = {
    metrics: new Map(metrics.map(({ key, value }) => [key, String(value)])),
    params: new Map(params.map(({ key, value }) => [key, value])),
    tags: new Map(tags.map(({ key, value }) => [key, value])),
  }
  return columns.map(({ kind, key }) =>
    kind === 'attributes' ? (ATTRIBUTES[key]?.(run) ?? '') : (texts[kind].get(key) ?? ''),
  )
}

/** Every column that any of the runs has, as JSON text. */
export async function allColumns(db: Executor, asked: AskedRuns): Promise<string> {
  const keysIn = async (kind: ExportColumn['kind'], table: RawBuilder<unknown>) => {
    const query = sql<{ key: string }>`select distinct ${db.dialect.exact(sql`x."key"`)} as "key" from runs r
      join ${table} x on x.run_uuid = r.run_uuid where ${conditions(db.dialect, asked)}`
    const rows = await db.query<{ key: string }>({ compile: () => query.compile(db.builder) })
    return rows.map(({ key }) => ({ kind, key })).sort((a, b) => (a.key < b.key ? -1 : 1))
  }
  return JSON.stringify([
    ...Object.keys(ATTRIBUTES).map((key) => ({ kind: 'attributes' as const, key })),
    ...(await keysIn('metrics', sql`latest_metrics`)),
    ...(await keysIn('params', sql`params`)),
    ...(await keysIn('tags', sql`tags`)),
  ] satisfies ExportColumn[])
}
