import { type GetMetricHistoryBulkInterval, invalidParameter, LIMITS } from '@millrace/contract'
import { sql } from 'kysely'
import type { Executor } from '../db/executor.ts'
import { jsonMetricValue } from '../db/json-sql.ts'
import { statement } from '../db/statement.ts'
import type { Deps } from '../deps.ts'
import { JsonText } from '../http/json-text.ts'

/** A bigint only where a number would lose digits; the two compare with each other. */
type Step = number | bigint

interface Interval {
  run_ids: readonly string[]
  key: string
  /** Both or neither. */
  range: readonly [first: Step, last: Step] | undefined
  points: number
}

export async function getMetricHistoryBulkInterval(
  deps: Deps,
  input: GetMetricHistoryBulkInterval,
): Promise<JsonText> {
  const interval: Interval = {
    run_ids: [...new Set(input.run_ids)].sort(),
    key: input.metric_key ?? '',
    range: rangeOf(input),
    points: input.max_results ?? LIMITS.historyPointsPerRun,
  }
  return new JsonText(await deps.longReads.run('metricInterval', interval))
}

function rangeOf({ start_step: start, end_step: end }: GetMetricHistoryBulkInterval): Interval['range'] {
  if (start === undefined && end === undefined) return undefined
  if (start === undefined || end === undefined) {
    throw invalidParameter('If either start step or end step are specified, both must be specified.')
  }
  if (start <= end) return [start, end]
  throw invalidParameter(
    `end_step must be greater than start_step. Found start_step=${start} and end_step=${end}.`,
  )
}

/** Without statistics SQLite takes another index and reads every point of the metric in the whole database. */
const CURVE_INDEX = 'index_metrics_run_uuid_key_step'

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
  /** A JSON array; null for every step. */
  steps: string | null
  limit: number
  /** The JSON text before a point's value, and that after its step. */
  head: string
  tail: string
}

/** The names and ids of a curve are quoted once, not for each point. */
const pointsOfRun = (which: 'all' | 'chosen', order: string) =>
  statement<Points>()((db, p, dialect) => ({
    compile: () =>
      sql<{ points: string | null }>`
        select ${dialect.joined(sql`
          ${p('head')} || ${jsonMetricValue(dialect, sql`value`, sql`is_nan`)} ||
          ',"timestamp":' || timestamp || ',"step":' || step || ${p('tail')}`)} as points
        from (
          select * from metrics ${dialect.byIndex(CURVE_INDEX)} where run_uuid = ${p('run_id')} and "key" = ${p('key')}
            ${which === 'all' ? sql`` : sql`and step in ${dialect.integers(sql`${p('steps')}`)}`}
          order by ${sql.raw(order)} limit ${p('limit')}) m`.compile(db),
  }))

/** With one point a step the index's own order will do; sorting would take as long as all the rest. */
const POINTS = {
  all: { once: pointsOfRun('all', 'step'), repeatedly: pointsOfRun('all', 'step, timestamp, value') },
  chosen: {
    once: pointsOfRun('chosen', 'step'),
    repeatedly: pointsOfRun('chosen', 'step, timestamp, value'),
  },
}

interface Curve {
  readonly run_id: string
  /** Each once, ascending. */
  readonly steps: readonly Step[]
  /** Whether a step has more than one point. */
  readonly repeats: boolean
}

/**
 * A screen's worth of each run's curve: about `points` steps spread evenly over those that any of the runs has, and each
 * run's first and last step.
 */
export async function metricInterval(db: Executor, interval: Interval): Promise<readonly string[]> {
  const curves = await readCurves(db, interval)
  const steps = chooseSteps(curves, interval)
  const statements = POINTS[steps === null ? 'all' : 'chosen']
  const texts: string[] = []
  for (const { run_id, repeats } of curves) {
    const row = await db.first(statements[repeats ? 'repeatedly' : 'once'], {
      run_id,
      key: interval.key,
      steps,
      limit: LIMITS.historyPointsPerRun,
      head: `{"key":${JSON.stringify(interval.key)},"value":`,
      tail: `,"run_id":${JSON.stringify(run_id)}}`,
    })
    if (row?.points) texts.push(texts.length === 0 ? '{"metrics":[' : ',', row.points)
  }
  return texts.length > 0 ? [...texts, ']}'] : ['{}']
}

async function readCurves(db: Executor, { run_ids, key }: Interval): Promise<Curve[]> {
  const curves: Curve[] = []
  // Runs of one sweep have the same steps: read such a text once.
  const known = new Map<string, Omit<Curve, 'run_id'>>()
  for (const run_id of run_ids) {
    const text = (await db.first(stepsOfRun, { run_id, key }))?.steps ?? ''
    const steps = known.get(text) ?? readSteps(text)
    known.set(text, steps)
    if (steps.steps.length > 0) curves.push({ run_id, ...steps })
  }
  return curves
}

function readSteps(text: string): Omit<Curve, 'run_id'> {
  const all = JSON.parse(`[${text}]`) as number[]
  const exact = all.every(Number.isSafeInteger) ? all : text.split(',').map(toStep)
  const steps = ascending(new Set<Step>(exact))
  return { steps, repeats: steps.length < all.length }
}

function toStep(digits: string): Step {
  const number = Number(digits)
  return Number.isSafeInteger(number) ? number : BigInt(digits)
}

/** The steps to show, as a JSON array; null for all that the runs have. */
function chooseSteps(curves: readonly Curve[], { range, points }: Interval): string | null {
  const lists = new Set(curves.map((curve) => curve.steps))
  const within = (step: Step) => !range || (range[0] <= step && step <= range[1])
  const all = ascending(new Set([...lists].flatMap((steps) => steps.filter(within))))
  if (!range && all.length <= points) return null
  const edges = [...lists].flatMap((steps) => [steps[0], steps.at(-1)] as Step[]).filter(within)
  return `[${[...new Set([...spread(all, points), ...edges])].join()}]`
}

function ascending(steps: Set<Step>): Step[] {
  return [...steps].sort((a, b) => (a < b ? -1 : 1))
}

/** About `count` items of a list, evenly, the first and the last among them. */
function spread(items: readonly Step[], count: number): readonly Step[] {
  if (items.length <= count) return items
  if (count === 1) return items.slice(-1)
  const gap = (items.length - 1) / (count - 1)
  return Array.from({ length: count }, (_, i) => items[Math.round(i * gap)] as Step)
}
