import { sql } from 'kysely'
import type { Executor } from '../db/executor.ts'
import { statement } from '../db/statement.ts'
import { among } from '../search/compile.ts'
import type { Row } from './bundle.ts'

/** Points that are held in memory at once. */
export const MAX_POINTS = 50_000

type Point = Row<'metrics'>

/** How many points each run has. */
export async function pointCounts(db: Executor, runIds: readonly string[]): Promise<Map<string, number>> {
  if (runIds.length === 0) return new Map()
  const query = sql<{ run_uuid: string; count: number }>`select run_uuid, count(*) as count from metrics
    where ${among(db.dialect, sql`run_uuid`, runIds)} group by run_uuid`
  const rows = await db.query({ compile: () => query.compile(db.builder) })
  return new Map(rows.map(({ run_uuid, count }) => [run_uuid, count]))
}

const keysOfRun = statement<{ run_id: string }>()((db, p) =>
  db.selectFrom('metrics').select('key').distinct().where('run_uuid', '=', p('run_id')),
)

interface Place {
  readonly run_id: string
  readonly key: string
  readonly step: number | bigint
  readonly timestamp: number | bigint
  readonly value: number
  readonly is_nan: number
}

/** By MLflow's index on run, key and step: however long a history is, a page costs what it holds. */
const pointsAfter = statement<Place>()((db, p) => ({
  compile: () =>
    sql<Point>`select "key", value, timestamp, run_uuid, step, is_nan from metrics
      where run_uuid = ${p('run_id')} and "key" = ${p('key')} and step >= ${p('step')}
        and (step, timestamp, value, is_nan) > (${p('step')}, ${p('timestamp')}, ${p('value')}, ${p('is_nan')})
      order by step, timestamp, value, is_nan limit ${sql.lit(MAX_POINTS)}`.compile(db),
}))

/** Before every point that there may be. */
const START = { step: -(2n ** 63n), timestamp: -(2n ** 63n), value: -Number.MAX_VALUE, is_nan: 0 }

/** All points of a run, a page at a time. */
export async function* longHistory(db: Executor, run_id: string): AsyncGenerator<Point[]> {
  for (const { key } of await db.all(keysOfRun, { run_id })) {
    let place: Place = { run_id, key, ...START }
    for (;;) {
      const points = await db.all(pointsAfter, place)
      if (points.length > 0) yield points
      const last = points.at(-1)
      if (points.length < MAX_POINTS || last === undefined) break
      place = { run_id, key, ...(last as Omit<Place, 'run_id' | 'key'>) }
    }
  }
}
