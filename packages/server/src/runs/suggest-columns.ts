import { sql } from 'kysely'
import type { Executor } from '../db/executor.ts'
import { statement } from '../db/statement.ts'

/** Names of what runs have, by kind. */
export interface ColumnKeys {
  readonly metrics: readonly string[]
  readonly params: readonly string[]
  readonly tags: readonly string[]
}

const METRICS = 4
const PARAMS = 3
/** So many entries of the runs are looked at; what they have in common shows in fewer. */
const ENTRIES = 20_000

/** `ids` is a JSON array. */
interface Asked {
  ids: string
}

/** System metrics are watched, not compared. */
const frequentMetrics = statement<Asked>()((db, p, dialect) => ({
  compile: () =>
    sql<{ key: string }>`select "key", count(*) as runs from (
      select ${dialect.exact(sql`m."key"`)} as "key" from ${dialect.texts(sql`${p('ids')}`)} j
      ${dialect.joinFromLeft} latest_metrics m on m.run_uuid = j.value
      where m."key" not like 'system/%' limit ${sql.lit(ENTRIES)}) seen
    group by "key" order by count(*) desc, "key" limit ${sql.lit(METRICS)}`.compile(db),
}))

/** A param that is the same everywhere tells nothing. */
const tellingParams = statement<Asked>()((db, p, dialect) => ({
  compile: () =>
    sql<{ key: string }>`select "key", count(*) as runs from (
      select ${dialect.exact(sql`x."key"`)} as "key", ${dialect.exact(sql`x.value`)} as value
      from ${dialect.texts(sql`${p('ids')}`)} j
      ${dialect.joinFromLeft} params x on x.run_uuid = j.value limit ${sql.lit(ENTRIES)}) seen
    group by "key"
    order by case when min(value) <> max(value) then 0 else 1 end, count(*) desc, "key"
    limit ${sql.lit(PARAMS)}`.compile(db),
}))

/** What a table of these runs should show before anyone chooses: what most of them have, and what differs. */
export async function suggestColumns(db: Executor, ids: readonly string[]): Promise<ColumnKeys> {
  const asked = { ids: JSON.stringify(ids) }
  const metrics = await db.all(frequentMetrics, asked)
  const params = await db.all(tellingParams, asked)
  return { metrics: metrics.map(({ key }) => key), params: params.map(({ key }) => key), tags: [] }
}
