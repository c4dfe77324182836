import { type GetMetricHistoryBulkInterval, invalidParameter, LIMITS } from '@millrace/contract'
import { sql } from 'kysely'
import type { Executor } from '../db/executor.ts'
import { jsonMetricValue } from '../db/json-sql.ts'
import { statement } from '../db/statement.ts'
import type { Deps } from '../deps.ts'
import { JsonText } from '../http/json-text.ts'
import { CURVE_INDEX } from './queries.ts'
import { type Range, type Sample, sampleCurve } from './sample.ts'

interface Interval {
  run_ids: readonly string[]
  key: string
  range: Range | undefined
  /** The most points of a run. */
  points: number
}

export async function getMetricHistoryBulkInterval(
  deps: Deps,
  input: GetMetricHistoryBulkInterval,
): Promise<JsonText> {
  const interval: Interval = {
    run_ids: input.run_ids ?? [],
    key: input.metric_key ?? '',
    range: rangeOf(input),
    points: input.max_results ?? LIMITS.historyPointsPerRun,
  }
  return new JsonText(await deps.longReads.run('metricInterval', interval))
}

function rangeOf({ start_step: start, end_step: end }: GetMetricHistoryBulkInterval): Range | undefined {
  if (start === undefined && end === undefined) return undefined
  if (start === undefined || end === undefined) {
    throw invalidParameter('If either start step or end step are specified, both must be specified.')
  }
  if (start <= end) return [start, end]
  throw invalidParameter(
    `end_step must be greater than start_step. Found start_step=${start} and end_step=${end}.`,
  )
}

/** Answered from the index alone. */
const stepsOfRun = statement<{ run_id: string; key: string }>()((db, p, dialect) => ({
  compile: () =>
    sql<{ steps: string | null }>`
      select ${dialect.joined(sql`step`)} as steps from metrics ${dialect.byIndex(CURVE_INDEX)}
      where run_uuid = ${p('run_id')} and "key" = ${p('key')}`.compile(db),
}))

interface Points {
  run_id: string
  key: string
  /** A JSON array: steps, or places in the curve. */
  chosen: string
  /** The JSON text before a point's value, and that after its step. */
  head: string
  tail: string
}

const IN_ORDER = 'step, timestamp, value, is_nan'

/**
 * Points as JSON text; the names and ids of a curve are quoted once, not for each point.
 * @param where chooses among the points; `place` counts them from 0, where it is asked for.
 */
const pointsOfRun = (where: Sample['by'], order: string) =>
  statement<Points>()((db, p, dialect) => {
    const place =
      where === 'place' ? sql`, row_number() over (order by ${sql.raw(IN_ORDER)}) - 1 as place` : sql``
    const chosen = sql`in ${dialect.integers(sql`${p('chosen')}`)}`
    const curve = sql`
      select metrics.*${place} from metrics ${dialect.byIndex(CURVE_INDEX)}
      where run_uuid = ${p('run_id')} and "key" = ${p('key')} ${where === 'step' ? sql`and step ${chosen}` : sql``}`
    return {
      compile: () =>
        sql<{ points: string | null }>`
          select ${dialect.joined(sql`
            ${p('head')} || ${jsonMetricValue(dialect, sql`value`, sql`is_nan`)} ||
            ',"timestamp":' || timestamp || ',"step":' || step || ${p('tail')}`)} as points
          from (
            select * from (${curve}) curve ${where === 'place' ? sql`where place ${chosen}` : sql``}
            order by ${sql.raw(order)} limit ${sql.lit(LIMITS.historyPointsPerRun)}) m`.compile(db),
    }
  })

/** Where a step has one point the index's own order will do; sorting would take as long as all the rest. */
const POINTS = {
  step: pointsOfRun('step', 'step'),
  place: pointsOfRun('place', IN_ORDER),
  all: pointsOfRun('all', 'step'),
}

/** A screen's worth of each run's curve, run by run: at most `points`, evenly spread, the first and the last among them. */
export async function metricInterval(db: Executor, interval: Interval): Promise<readonly string[]> {
  const { key, range, points } = interval
  // Runs of one sweep have the same steps: such a text is read once.
  const samples = new Map<string, Sample>()
  const texts: string[] = []
  for (const run_id of interval.run_ids) {
    const { steps } = (await db.first(stepsOfRun, { run_id, key })) ?? {}
    if (!steps) continue
    const sample = samples.get(steps) ?? sampleCurve(steps, range, points)
    samples.set(steps, sample)
    const row = await db.first(POINTS[sample.by], {
      run_id,
      key,
      chosen: sample.chosen,
      head: `{"key":${JSON.stringify(key)},"value":`,
      tail: `,"run_id":${JSON.stringify(run_id)}}`,
    })
    if (row?.points) texts.push(texts.length === 0 ? '{"metrics":[' : ',', row.points)
  }
  return texts.length > 0 ? [...texts, ']}'] : ['{}']
}
