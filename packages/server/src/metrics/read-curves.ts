import { type RawBuilder, sql } from 'kysely'
import type { Executor } from '../db/executor.ts'
import { jsonMetricValue } from '../db/json-sql.ts'
import { statement } from '../db/statement.ts'
import { type Points, readPoints, toValue } from './curve-thinner.ts'
import { CURVE_INDEX } from './queries.ts'

/** What is on the horizontal axis, as the tables have it. */
export type Column = 'step' | 'timestamp'

/** A curve and its points, a portion at a time, each in the order of the axis. */
export interface CurveSource {
  readonly run_id: string
  readonly key: string
  readonly count: number
  /** Too long to be held: its portions follow each other by step. */
  readonly isLong: boolean
  portions(): AsyncIterable<Points>
}

/** JSON arrays. */
interface Asked {
  run_ids: string
  keys: string
}

/** Tables of the asked runs and metrics, joined to their points `m`. */
const pointsOf = (p: (name: keyof Asked) => string, dialect: Executor['dialect']): RawBuilder<unknown> => sql`
  ${dialect.texts(sql`${p('run_ids')}`)} ids
  ${dialect.joinFromLeft} ${dialect.texts(sql`${p('keys')}`)} names on 1 = 1
  ${dialect.joinFromLeft} metrics m ${dialect.byIndex(CURVE_INDEX)}
    on m.run_uuid = ids.value and m."key" = names.value`

interface Counted {
  run_id: string
  metric_key: string
  count: number
}

/** Answered from the index alone. */
const counts = statement<Asked>()((db, p, dialect) => ({
  compile: () =>
    sql<Counted>`select ids.value as run_id, names.value as metric_key, count(*) as count
      from ${pointsOf(p, dialect)} group by ids.value, names.value`.compile(db),
}))

interface CurveRow {
  run_id: string
  metric_key: string
  /** Place and value of each point, with commas between them. */
  points: string
}

/** One row a curve: its points as one text cost a third less than rows, and one trip to the database is enough. */
const curvesOver = (column: Column) =>
  statement<Asked>()((db, p, dialect) => {
    const value = jsonMetricValue(dialect, sql`m.value`, sql`m.is_nan`)
    return {
      compile: () =>
        sql<CurveRow>`select ids.value as run_id, names.value as metric_key,
          ${dialect.joined(sql`${sql.ref(`m.${column}`)} || ',' || ${value}`)} as points
        from ${pointsOf(p, dialect)} group by ids.value, names.value`.compile(db),
    }
  })

const CURVES = { step: curvesOver('step'), timestamp: curvesOver('timestamp') }

/** So many points are in memory at a time, however many are asked for. */
const POINTS_AT_ONCE = 100_000

/** The curves of runs and metrics that there are, few enough of them in memory at a time. */
export async function* readCurves(
  db: Executor,
  { run_ids, keys, column }: { run_ids: readonly string[]; keys: readonly string[]; column: Column },
): AsyncGenerator<CurveSource> {
  const found = await db.all(counts, { run_ids: JSON.stringify(run_ids), keys: JSON.stringify(keys) })
  const size = new Map(found.map((row) => [`${row.run_id} ${row.metric_key}`, Number(row.count)]))
  // Many runs of one metric, or many metrics of one run: either way one list times one.
  for (const key of keys) {
    const curves = run_ids
      .map((run_id) => ({ run_id, key, count: size.get(`${run_id} ${key}`) ?? 0 }))
      .filter(({ count }) => count > 0)
    for (const batch of batches(curves)) yield* readBatch(db, batch, column)
  }
}

type Curve = Pick<CurveSource, 'run_id' | 'key' | 'count'>

function batches(curves: readonly Curve[]): Curve[][] {
  const all: Curve[][] = []
  let room = 0
  for (const curve of curves) {
    if (curve.count > room) {
      all.push([])
      room = POINTS_AT_ONCE
    }
    all.at(-1)?.push(curve)
    room -= curve.count
  }
  return all
}

async function* readBatch(
  db: Executor,
  batch: readonly Curve[],
  column: Column,
): AsyncGenerator<CurveSource> {
  const [first] = batch
  if (!first) return
  if (first.count > POINTS_AT_ONCE)
    return yield { ...first, isLong: true, portions: () => longCurve(db, { ...first, column }) }
  const rows = await db.all(CURVES[column], {
    run_ids: JSON.stringify(batch.map(({ run_id }) => run_id)),
    keys: JSON.stringify([first.key]),
  })
  const texts = new Map(rows.map(({ run_id, points }) => [run_id, points]))
  for (const curve of batch) {
    const text = texts.get(curve.run_id)
    if (text === undefined) continue
    yield {
      ...curve,
      isLong: false,
      async *portions() {
        yield readPoints(text)
      },
    }
  }
}

/** A place among the points of a curve in the order of their steps. */
export interface Place {
  step: number
  timestamp: number
  value: number
}

export const START: Place = { step: Number.MIN_SAFE_INTEGER, timestamp: 0, value: 0 }

export interface PointRow {
  step: number
  timestamp: number
  value: number
  is_nan: number | boolean
}

interface Portion extends Place {
  run_id: string
  key: string
  /** Only points later than this. */
  later: number
}

const PORTION = 50_000

/** The next points behind a place. */
const portion = statement<Portion>()((db, p, dialect) => ({
  compile: () =>
    sql<PointRow>`select step, timestamp, value, is_nan from metrics ${dialect.byIndex(CURVE_INDEX)}
      where run_uuid = ${p('run_id')} and "key" = ${p('key')} and timestamp > ${p('later')}
        and step >= ${p('step')} and (step > ${p('step')} or timestamp > ${p('timestamp')}
          or (timestamp = ${p('timestamp')} and value > ${p('value')}))
      order by step, timestamp, value limit ${sql.lit(PORTION)}`.compile(db),
}))

/** Portions of a curve's points, in the order of their steps. */
export async function* portionsOf(
  db: Executor,
  { run_id, key, from = START, later = Number.MIN_SAFE_INTEGER }: PortionsAsked,
): AsyncGenerator<PointRow[]> {
  let place = from
  while (true) {
    const rows = await db.all(portion, { run_id, key, later, ...place })
    const last = rows.at(-1)
    if (!last) return
    yield rows
    if (rows.length < PORTION) return
    place = { step: Number(last.step), timestamp: Number(last.timestamp), value: last.value }
  }
}

interface PortionsAsked {
  run_id: string
  key: string
  from?: Place
  later?: number
}

interface LongCurve extends PortionsAsked {
  column: Column
}

export async function* longCurve(db: Executor, { column, ...asked }: LongCurve): AsyncGenerator<Points> {
  for await (const rows of portionsOf(db, asked))
    yield { x: rows.map((row) => Number(row[column])), y: rows.map(toValue) }
}

/** How far a curve reaches, and how many of its points are on a part of the axis. */
export interface Extent {
  run_id: string
  metric_key: string
  least: number
  greatest: number
  part: number
}

const extentsOver = (column: Column) =>
  statement<Asked & { from: number; to: number }>()((db, p, dialect) => {
    const x = sql.ref(`m.${column}`)
    return {
      compile: () =>
        sql<Extent>`select ids.value as run_id, names.value as metric_key, min(${x}) as least, max(${x}) as greatest,
          sum(case when ${x} >= ${p('from')} and ${x} <= ${p('to')} then 1 else 0 end) as part
        from ${pointsOf(p, dialect)} group by ids.value, names.value`.compile(db),
    }
  })

const EXTENTS = { step: extentsOver('step'), timestamp: extentsOver('timestamp') }

/** Steps and times are whole numbers, of which no database takes infinite ones. */
const whole = (value: number) => Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, value))

export async function readExtents(
  db: Executor,
  asked: {
    run_ids: readonly string[]
    keys: readonly string[]
    column: Column
    from: number
    to: number
  },
): Promise<Extent[]> {
  const rows = await db.all(EXTENTS[asked.column], {
    run_ids: JSON.stringify(asked.run_ids),
    keys: JSON.stringify(asked.keys),
    from: whole(Math.ceil(asked.from)),
    to: whole(Math.floor(asked.to)),
  })
  return rows.map((row) => ({
    ...row,
    least: Number(row.least),
    greatest: Number(row.greatest),
    part: Number(row.part),
  }))
}
