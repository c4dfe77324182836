import { type RawBuilder, sql } from 'kysely'
import type { Executor } from '../executor.ts'
import { hasMovedKey } from './moved-keys.ts'
import { key, PAGE, pages, run, update } from './row-sql.ts'
import type { Session } from './step.ts'
import { type MOVED, type TraceRow, traceColumns } from './trace-values.ts'

/** A trace's columns and the rows they came from change together: repeated after a failure, nothing is lost. */
export async function moveTraceRows({ db, transaction }: Session): Promise<void> {
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
      }>`select request_id from trace_info ${later} order by request_id limit ${PAGE}`,
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

export async function deleteLostRows({ db, transaction }: Session): Promise<void> {
  await transaction(() => deleteMoved(db, sql`request_id is not null`))
}

export async function fillGatewayCosts({ db }: Session): Promise<void> {
  await run(
    db,
    sql`update trace_info set total_cost = (select sum(total_cost) from spans where trace_id = request_id)
      where total_cost is null
        and exists (select 1 from spans where trace_id = request_id and spans.total_cost is not null)
        and exists (select 1 from trace_request_metadata m
          where m.request_id = trace_info.request_id and ${key} = ${'mlflow.gateway.endpointId'})`,
  )
}
