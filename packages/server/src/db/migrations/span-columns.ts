import { sql } from 'kysely'
import type { Executor } from '../executor.ts'
import { UnusableDatabase } from '../revision.ts'
import { hasMovedKey } from './moved-keys.ts'
import { key, PAGE, pages, run, update } from './row-sql.ts'
import type { Shape } from './shape.ts'
import type { Session } from './step.ts'
import { MOVED, spanColumns } from './trace-values.ts'

/** Beyond it a float is infinite, which no two databases write alike. */
const LARGEST_FLOAT = sql.raw('1.7976931348623157e308')

export async function moveSpanCosts({ db, transaction }: Session): Promise<void> {
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

export async function fillSpanModels({ db, transaction }: Session, before: Shape): Promise<void> {
  if (!hasDimensions(before)) return
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
        where dimension_attributes is not null ${later ?? sql``} order by trace_id, span_id limit ${PAGE}`,
    )
  })
}

export function hasDimensions(before: Shape): boolean {
  return before.get('spans')?.column.has('dimension_attributes') ?? false
}

/** A span's dimensions must be ones that have a column: MLflow's own upgrade refuses others too. */
export async function refuseUnknownDimensions(db: Executor): Promise<void> {
  for await (const spans of dimensions(db)) {
    for (const { span_id, trace_id, dimension_attributes } of spans) {
      if (spanColumns(dimension_attributes) !== undefined) continue
      throw new UnusableDatabase(
        `Span ${span_id} of trace ${trace_id} has dimension_attributes that the upgrade cannot keep: ${dimension_attributes.slice(0, 200)}. Correct or delete them first. Nothing was changed.`,
      )
    }
  }
}
