import { sql } from 'kysely'
import type { Executor } from '../executor.ts'
import { PAGE, pages, run, update } from './row-sql.ts'
import type { Session } from './step.ts'
import { assessmentColumns } from './trace-values.ts'

interface Assessment {
  readonly assessment_id: string
  readonly value: string
}

export async function fillAssessments({ db, transaction }: Session): Promise<void> {
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
        order by assessment_id limit ${PAGE}`,
    )
  })
}
