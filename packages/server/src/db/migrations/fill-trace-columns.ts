import { sql } from 'kysely'
import type { Executor } from '../executor.ts'
import { UnusableDatabase } from '../revision.ts'
import { fillAssessments } from './assessment-columns.ts'
import { run } from './row-sql.ts'
import type { Shape } from './shape.ts'
import { fillSpanModels, hasDimensions, moveSpanCosts, refuseUnknownDimensions } from './span-columns.ts'
import type { Session, Step } from './step.ts'
import { deleteLostRows, fillGatewayCosts, moveTraceRows } from './trace-columns.ts'

/** Names, sessions, numbers and costs of traces and spans move from rows of other tables into columns. */
export const FILL_TRACE_COLUMNS: readonly Step[] = [
  { title: 'for every span: its costs become columns', run: moveSpanCosts },
  { title: 'for every span: its model and provider become columns', run: fillSpanModels },
  { title: 'for every trace: its name, session, tokens and costs become columns', run: moveTraceRows },
  { title: 'for every trace of a gateway that has no cost: the sum of its spans', run: fillGatewayCosts },
  { title: 'for every assessment: its experiment, time and number become columns', run: fillAssessments },
  { title: 'the same kinds of rows of traces that are gone are deleted', run: deleteLostRows },
]

/** Spans and assessments must belong to a trace: MLflow's own upgrade refuses others too. */
export async function refuseLostTraces({ db }: Session, before: Shape): Promise<void> {
  for (const table of ['spans', 'assessments'].filter((name) => before.has(name))) await refuseLost(db, table)
  if (hasDimensions(before)) await refuseUnknownDimensions(db)
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
