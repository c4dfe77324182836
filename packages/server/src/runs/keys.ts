import type { KeyCount, RunKeys, RunValues } from '@millrace/contract'
import { type RawBuilder, sql } from 'kysely'
import type { Executor } from '../db/executor.ts'
import type { Deps } from '../deps.ts'
import { JsonText } from '../http/json-text.ts'
import type { RunField } from '../search/index.ts'
import { type AskedRuns, inExperiments } from './asked-runs.ts'
import { askedRuns } from './search.ts'
import { textField, valueSource } from './value-source.ts'

/** What is looked at: the newest runs, and of what they hold so many rows. Older runs rarely have keys of their own. */
const RUNS = 20_000
const ROWS = 200_000

interface Wanted {
  readonly asked: AskedRuns
  readonly contains: string
  readonly limit: number
}

function wanted({ contains = '', max_results = 100, ...runs }: RunKeys): Wanted {
  return { asked: askedRuns(runs), contains, limit: max_results }
}

export async function runKeys(deps: Deps, input: RunKeys): Promise<JsonText> {
  return new JsonText(await deps.longReads.run('runKeys', wanted(input)))
}

/** The newest runs' most frequent keys of each kind, as JSON text. */
export async function frequentKeys(db: Executor, { asked, ...want }: Wanted): Promise<string> {
  const of = (table: RawBuilder<unknown>) =>
    frequent(
      db,
      sql`select x."key" as item from ${newest(db, asked)}
        ${db.dialect.joinFromLeft} ${table} x on x.run_uuid = r.run_uuid`,
      want,
    )
  return JSON.stringify({
    metrics: await of(sql`latest_metrics`),
    params: await of(sql`params`),
    tags: await of(sql`tags`),
  })
}

export async function runValues(deps: Deps, { key = '', ...input }: RunValues): Promise<JsonText> {
  return new JsonText(await deps.longReads.run('runValues', { ...wanted(input), field: textField(key) }))
}

/** The newest runs' most frequent values of a field, as JSON text. */
export async function frequentValues(
  db: Executor,
  { asked, field, ...want }: Wanted & { readonly field: RunField },
): Promise<string> {
  const { join, value } = valueSource(db.dialect, field, asked.experiments, 'x')
  const items = sql`select ${value} as item from ${newest(db, asked)} ${join}`
  return JSON.stringify({ values: await frequent(db, items, want) })
}

function newest(db: Executor, asked: AskedRuns): RawBuilder<unknown> {
  const order = db.dialect.ordered(sql`r.start_time`, false)
  return sql`(select r.run_uuid, r.name, r.status, r.user_id, r.artifact_uri from runs r
    where ${inExperiments(db.dialect, asked)} order by ${order} limit ${RUNS}) r`
}

/** Counts the rows of a query by their `item`; null counts as none. */
async function frequent(
  db: Executor,
  items: RawBuilder<unknown>,
  { contains, limit }: Omit<Wanted, 'asked'>,
): Promise<KeyCount[]> {
  const { dialect } = db
  const fits = contains ? sql`and ${dialect.ilike(sql`item`, `%${contains}%`)}` : sql``
  const query = sql<KeyCount>`select "key", count(*) as runs
    from (select ${dialect.exact(sql`item`)} as "key" from
      (select item from (${items}) every_item where item is not null ${fits} limit ${ROWS}) seen) named
    group by "key" order by count(*) desc, "key" limit ${limit}`
  const rows = await db.query<KeyCount>({ compile: () => query.compile(db.builder) })
  return rows.map(({ key, runs }) => ({ key, runs: Number(runs) }))
}
