import { type RawBuilder, sql } from 'kysely'
import type { Dialect } from '../db/dialect.ts'
import type { Executor } from '../db/executor.ts'
import { pageRange } from '../search/compile.ts'
import type { OrderTerm } from '../search/index.ts'
import { type AskedRuns, attribute, conditions, inExperiments, ofEach } from './asked-runs.ts'

/** A page of them. */
export interface RunSearch extends AskedRuns {
  readonly order: readonly OrderTerm[]
  readonly limit: number
  readonly offset: number
}

/** Runs a query of ids. */
async function idsOf(db: Executor, query: RawBuilder<{ id: string }>): Promise<string[]> {
  const found = await db.query<{ id: string }>({ compile: () => query.compile(db.builder) })
  return found.map((row) => row.id)
}

/** The ids of the page and one more, which tells whether another page follows. */
export async function idsBySorting(db: Executor, search: RunSearch): Promise<string[]> {
  return idsOf(db, sortedPage(db.dialect, search))
}

function sortedPage(
  dialect: Dialect,
  search: RunSearch,
  where = conditions(dialect, search),
): RawBuilder<{ id: string }> {
  const order = search.order.map((term, i) => orderOf(dialect, term, `o${i}`))
  return sql`select r.run_uuid as id from runs r ${joined(order.map((o) => o.join))} where ${where}
    order by ${sql.join([...order.flatMap((o) => o.by), ...tieBreakers(dialect, search.order)])}
    ${pageRange(search)}`
}

/** One run in so many of the newest must be on a page for them to be worth a look before all others. */
const NEWEST_PER_RUN = 8

/**
 * The same for what many runs have: the newest are looked at one after the other until the page is full. Undefined where it
 * does not become full, or another order is asked for.
 */
export async function idsOfNewest(db: Executor, search: RunSearch): Promise<string[] | undefined> {
  const { dialect } = db
  if (!dialect.startsAnywhere || !mayWalk(search)) return undefined
  const needed = search.offset + search.limit + 1
  const last = await runAt(db, search, NEWEST_PER_RUN * needed)
  if (last === undefined) return undefined
  const where = sql<boolean>`${notBehind(dialect, last)} and ${conditions(dialect, search, ofEach)}`
  const ids = await idsOf(db, sortedPage(dialect, search, where))
  return ids.length > search.limit ? ids : undefined
}

/** Whether there is an index in the order that is asked for, and something to look up. */
function mayWalk({ experiments, stage, filter, order, kin }: RunSearch): boolean {
  const isNewestFirst = order.every(
    (term, i) => i === 0 && term.type === 'attribute' && term.key === 'start_time' && !term.ascending,
  )
  const looksUp = filter.some(({ type }) => type !== 'attribute')
  return isNewestFirst && looksUp && experiments.length === 1 && stage !== undefined && kin === undefined
}

/** A run's place among the newest. */
interface Place {
  readonly start_time: number | bigint
  readonly id: string
}

/** The run that `place` others come before; undefined where there are fewer that tell when they started. */
async function runAt(db: Executor, search: RunSearch, place: number): Promise<Place | undefined> {
  const query = sql<{ start_time: number | bigint | null; id: string }>`
    select r.start_time, r.run_uuid as id from runs r where ${inExperiments(db.dialect, search)}
    order by ${sql.join(tieBreakers(db.dialect, []))} limit 1 offset ${place}`
  const [run] = await db.query({ compile: () => query.compile(db.builder) })
  return run && run.start_time !== null ? { start_time: run.start_time, id: run.id } : undefined
}

/** Any number of runs may have started in the same millisecond: by the time alone all of them would be looked at. */
function notBehind(dialect: Dialect, { start_time, id }: Place): RawBuilder<boolean> {
  const time = dialect.number(start_time)
  return sql`r.start_time >= ${time} and (r.start_time > ${time} or ${dialect.byId(sql`r.run_uuid`)} <= ${id})`
}

/** How many runs the experiments have, counted up to `limit`. */
export async function countRuns(db: Executor, search: RunSearch, limit: number): Promise<number> {
  const query = sql<{ id: string }>`select count(*) as id from
    (select 1 from runs r where ${inExperiments(db.dialect, search)} limit ${limit}) counted`
  return Number((await idsOf(db, query))[0])
}

/**
 * The same page without sorting everything: the runs that have the metric are read in the order of the index on its values,
 * first numbers, then NaN; those without it follow.
 */
export async function idsByMetric(db: Executor, search: RunSearch, by: OrderTerm): Promise<string[]> {
  const { dialect } = db
  const rest = search.order.slice(1).map((term, i) => orderOf(dialect, term, `o${i}`))
  const joins = joined(rest.map((o) => o.join))
  const then = sql.join([...rest.flatMap((o) => o.by), ...tieBreakers(dialect, search.order)])
  const direction = by.ascending ? sql`asc` : sql`desc`
  // SQLite would start at the runs.
  const having = (
    isNan: number,
  ) => sql`from latest_metrics v ${dialect.joinFromLeft} runs r on r.run_uuid = v.run_uuid ${joins}
    where v."key" = ${by.key} and v.is_nan = ${isNan} and ${conditions(dialect, search)}`
  const lacking = sql`from runs r ${joins} where ${conditions(dialect, search)}
    and not exists (select 1 from latest_metrics v where v."key" = ${by.key} and v.run_uuid = r.run_uuid)`
  const bound = dialect.sortsTies
    ? undefined
    : await lastValue(db, sql`${having(0)} order by v.value ${direction}`, search)
  const reached = by.ascending ? sql`v.value <= ${bound}` : sql`v.value >= ${bound}`
  const numbers = bound === undefined ? having(0) : sql`${having(0)} and ${reached}`
  const parts = [
    { from: numbers, all: having(0), order: sql`v.value ${direction}, ${then}` },
    { from: having(1), all: undefined, order: then },
    { from: lacking, all: undefined, order: then },
  ]
  const ids: string[] = []
  let skip = search.offset
  for (const { from, all, order } of parts) {
    const wanted = search.limit + 1 - ids.length
    if (wanted <= 0) break
    const ask = (some: RawBuilder<unknown>) =>
      idsOf(db, sql`select r.run_uuid as id ${some} order by ${order} limit ${wanted} offset ${skip}`)
    let found = await ask(from)
    // Values may have moved behind the bound since it was read.
    if (all !== undefined && bound !== undefined && found.length < wanted) found = await ask(all)
    if (found.length > 0) skip = 0
    else if (skip > 0) skip -= Number((await idsOf(db, sql`select count(*) as id ${all ?? from}`))[0])
    ids.push(...found)
  }
  return ids
}

/** The value of the page's last run: what comes after it need not be sorted. */
async function lastValue(
  db: Executor,
  inOrder: RawBuilder<unknown>,
  { offset, limit }: RunSearch,
): Promise<number | undefined> {
  const query = sql<{ value: number }>`select v.value ${inOrder} limit 1 offset ${offset + limit}`
  const [last] = await db.query({ compile: () => query.compile(db.builder) })
  return last?.value
}

function joined(joins: readonly (RawBuilder<unknown> | undefined)[]): RawBuilder<unknown> {
  const present = joins.filter((join) => join !== undefined)
  return present.length > 0 ? sql.join(present, sql` `) : sql``
}

const TIMES = new Set(['start_time', 'end_time'])

function orderable(dialect: Dialect, key: string): RawBuilder<unknown> {
  return TIMES.has(key) ? attribute(key) : dialect.byCodePoint(attribute(key))
}

interface Order {
  readonly join?: RawBuilder<unknown>
  readonly by: readonly RawBuilder<unknown>[]
}

const ORDER_TABLES: Record<string, RawBuilder<unknown>> = {
  metric: sql`latest_metrics`,
  parameter: sql`params`,
  tag: sql`tags`,
}

function orderOf(dialect: Dialect, { type, key, ascending }: OrderTerm, alias: string): Order {
  const table = ORDER_TABLES[type]
  if (!table) return { by: [dialect.ordered(orderable(dialect, key), ascending)] }
  const x = sql.ref(alias)
  const value = sql`${x}.value`
  const join = sql`left join ${table} ${x} on ${x}."key" = ${key} and ${x}.run_uuid = r.run_uuid`
  if (type !== 'metric') return { join, by: [dialect.ordered(dialect.byCodePoint(value), ascending)] }
  return { join, by: [dialect.ordered(sql`${x}.is_nan`, true), dialect.ordered(value, ascending)] }
}

/** Newest first, then by id, as far as the order does not say so already. */
function tieBreakers(dialect: Dialect, order: readonly OrderTerm[]): RawBuilder<unknown>[] {
  const uses = (key: string) => order.some((term) => term.type === 'attribute' && term.key === key)
  return [
    ...(uses('start_time') ? [] : [dialect.ordered(sql`r.start_time`, false)]),
    ...(uses('run_id') ? [] : [dialect.byId(sql`r.run_uuid`)]),
  ]
}
