import { type RawBuilder, sql } from 'kysely'
import type { Executor } from '../executor.ts'
import { UnusableDatabase } from '../revision.ts'
import type { Shape } from './shape.ts'
import type { Session, Step } from './step.ts'
import {
  assessmentColumns,
  type Columns,
  MOVED,
  spanColumns,
  type TraceRow,
  traceColumns,
} from './trace-values.ts'

/** Names, sessions, numbers and costs of traces and spans move from rows of other tables into columns. */
export const FILL_TRACE_COLUMNS: readonly Step[] = [
  { title: 'for every span: its costs become columns', run: moveSpanCosts },
  { title: 'for every span: its model and provider become columns', run: fillSpanModels },
  { title: 'for every trace: its name, session, tokens and costs become columns', run: moveTraceRows },
  { title: 'for every trace of a gateway that has no cost: the sum of its spans', run: fillGatewayCosts },
  { title: 'for every assessment: its experiment, time and number become columns', run: fillAssessments },
  { title: 'the same kinds of rows of traces that are gone are deleted', run: deleteLostRows },
]

/** Rows taken into memory, and into a transaction, at once. */
const PAGE = 500

/** Beyond it a float is infinite, which no two databases write alike. */
const LARGEST_FLOAT = sql.raw('1.7976931348623157e308')

const key = sql.id('key')

async function run<Row>(db: Executor, text: RawBuilder<Row>): Promise<Row[]> {
  return db.query<Row>({ compile: () => text.compile(db.builder) })
}

/**
 * Spans and assessments must belong to a trace, and a span's dimensions must be ones that have a column: MLflow's own upgrade
 * refuses others too.
 */
export async function refuseLostTraces({ db }: Session, before: Shape): Promise<void> {
  for (const table of ['spans', 'assessments'].filter((name) => before.has(name))) await refuseLost(db, table)
  if (!before.get('spans')?.column.has('dimension_attributes')) return
  for await (const spans of dimensions(db)) {
    for (const { span_id, trace_id, dimension_attributes } of spans) {
      if (spanColumns(dimension_attributes) !== undefined) continue
      throw new UnusableDatabase(
        `Span ${span_id} of trace ${trace_id} has dimension_attributes that the upgrade cannot keep: ${dimension_attributes.slice(0, 200)}. Correct or delete them first. Nothing was changed.`,
      )
    }
  }
}

async function refuseLost(db: Executor, table: string): Promise<void> {
  const [lost] = await run(
    db,
    sql<{ trace_id: string }>`select trace_id from ${sql.table(table)} lost
      where not exists (select 1 from trace_info where request_id = lost.trace_id) limit 1`,
  )
  if (lost === undefined) return
  throw new UnusableDatabase(
    `Rows of ${table} belong to trace ${lost.trace_id}, which is gone. Delete them first: DELETE FROM ${table} WHERE trace_id NOT IN (SELECT request_id FROM trace_info). Nothing was changed.`,
  )
}

async function moveSpanCosts({ db, transaction }: Session): Promise<void> {
  const cost = (column: string) =>
    sql`(select case when abs(value) <= ${LARGEST_FLOAT} then value end from span_metrics m
      where m.trace_id = spans.trace_id and m.span_id = spans.span_id and m.${key} = ${column})`
  const costs = MOVED.span_metrics.map((column) => sql`${sql.id(column)} = ${cost(column)}`)
  await transaction(async () => {
    await run(
      db,
      sql`update spans set ${sql.join(costs)} where exists (select 1 from span_metrics m
        where m.trace_id = spans.trace_id and m.span_id = spans.span_id and ${hasMovedKey('span_metrics')})`,
    )
    await run(db, sql`delete from span_metrics where ${hasMovedKey('span_metrics')}`)
  })
}

interface SpanDimensions {
  readonly trace_id: string
  readonly span_id: string
  readonly dimension_attributes: string
}

async function fillSpanModels({ db, transaction }: Session, before: Shape): Promise<void> {
  if (!before.get('spans')?.column.has('dimension_attributes')) return
  for await (const spans of dimensions(db)) {
    await transaction(async () => {
      for (const { trace_id, span_id, dimension_attributes } of spans) {
        const where = sql`trace_id = ${trace_id} and span_id = ${span_id}`
        await update(db, 'spans', spanColumns(dimension_attributes) ?? {}, where)
      }
    })
  }
}

function dimensions(db: Executor): AsyncGenerator<SpanDimensions[]> {
  return pages(async (after?: SpanDimensions) => {
    const later = after && sql`and (trace_id, span_id) > (${after.trace_id}, ${after.span_id})`
    return run(
      db,
      sql<SpanDimensions>`select trace_id, span_id, dimension_attributes from spans
        where dimension_attributes is not null ${later ?? sql``} order by trace_id, span_id limit ${sql.lit(PAGE)}`,
    )
  })
}

/** A trace's columns and the rows they came from change together: repeated after a failure, nothing is lost. */
async function moveTraceRows({ db, transaction }: Session): Promise<void> {
  for await (const ids of traceIds(db)) {
    const range = sql`request_id between ${ids[0]} and ${ids.at(-1)}`
    await transaction(async () => {
      const [tags, metadata, metrics] = [
        await movedRows(db, 'trace_tags', range),
        await movedRows(db, 'trace_request_metadata', range),
        await movedRows(db, 'trace_metrics', range),
      ]
      for (const id of ids) {
        const rows = {
          tags: tags.get(id) ?? [],
          metadata: metadata.get(id) ?? [],
          metrics: metrics.get(id) ?? [],
        }
        await update(db, 'trace_info', traceColumns(rows), sql`request_id = ${id}`)
      }
      await deleteMoved(db, range)
    })
  }
}

function traceIds(db: Executor): AsyncGenerator<string[]> {
  return pages(async (after?: string) => {
    const later = after === undefined ? sql`` : sql`where request_id > ${after}`
    const rows = await run(
      db,
      sql<{
        request_id: string
      }>`select request_id from trace_info ${later} order by request_id limit ${sql.lit(PAGE)}`,
    )
    return rows.map(({ request_id }) => request_id)
  })
}

type TraceTable = Exclude<keyof typeof MOVED, 'span_metrics'>

const TRACE_TABLES: readonly TraceTable[] = ['trace_tags', 'trace_request_metadata', 'trace_metrics']

async function movedRows(
  db: Executor,
  table: TraceTable,
  range: RawBuilder<unknown>,
): Promise<Map<string, TraceRow[]>> {
  const rows = await run(
    db,
    sql<TraceRow & { request_id: string }>`select request_id, ${key}, value from ${sql.table(table)}
      where ${hasMovedKey(table)} and ${range}`,
  )
  return Map.groupBy(rows, ({ request_id }) => request_id)
}

async function deleteMoved(db: Executor, where: RawBuilder<unknown>): Promise<void> {
  for (const table of TRACE_TABLES) {
    await run(db, sql`delete from ${sql.table(table)} where ${hasMovedKey(table)} and ${where}`)
  }
}

async function deleteLostRows({ db, transaction }: Session): Promise<void> {
  await transaction(() => deleteMoved(db, sql`request_id is not null`))
}

function hasMovedKey(table: keyof typeof MOVED): RawBuilder<unknown> {
  return sql`${key} in (${sql.join([...MOVED[table]])})`
}

async function fillGatewayCosts({ db }: Session): Promise<void> {
  await run(
    db,
    sql`update trace_info set total_cost = (select sum(total_cost) from spans where trace_id = request_id)
      where total_cost is null
        and exists (select 1 from spans where trace_id = request_id and spans.total_cost is not null)
        and exists (select 1 from trace_request_metadata m
          where m.request_id = trace_info.request_id and ${key} = ${'mlflow.gateway.endpointId'})`,
  )
}

interface Assessment {
  readonly assessment_id: string
  readonly value: string
}

async function fillAssessments({ db, transaction }: Session): Promise<void> {
  const ofTrace = (column: string) =>
    sql`(select ${sql.id(column)} from trace_info where request_id = assessments.trace_id)`
  await run(
    db,
    sql`update assessments set experiment_id = ${ofTrace('experiment_id')}, trace_timestamp_ms = ${ofTrace('timestamp_ms')}`,
  )
  for await (const page of assessments(db)) {
    await transaction(async () => {
      for (const { assessment_id, value } of page) {
        const columns = assessmentColumns(value)
        if (columns.aggregate_value === null) continue
        await update(db, 'assessments', columns, sql`assessment_id = ${assessment_id}`)
      }
    })
  }
}

function assessments(db: Executor): AsyncGenerator<Assessment[]> {
  return pages(async (after?: Assessment) => {
    const later = after === undefined ? sql`` : sql`where assessment_id > ${after.assessment_id}`
    return run(
      db,
      sql<Assessment>`select assessment_id, value from assessments ${later}
        order by assessment_id limit ${sql.lit(PAGE)}`,
    )
  })
}

async function update(
  db: Executor,
  table: string,
  columns: Columns,
  where: RawBuilder<unknown>,
): Promise<void> {
  const sets = Object.entries(columns).map(([column, value]) => sql`${sql.id(column)} = ${value}`)
  if (sets.length > 0) await run(db, sql`update ${sql.table(table)} set ${sql.join(sets)} where ${where}`)
}

/** Page after page until one is empty; each is asked for with the last row of the one before. */
async function* pages<Row>(read: (after?: Row) => Promise<Row[]>): AsyncGenerator<Row[]> {
  let page = await read()
  while (page.length > 0) {
    yield page
    page = await read(page.at(-1))
  }
}
