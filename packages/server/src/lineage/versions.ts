import { sql } from 'kysely'
import type { Executor } from '../db/executor.ts'
import { DELETED_STAGE } from '../registry/names.ts'
import { versionsOfPage } from '../registry/rows.ts'
import { among } from '../search/compile.ts'
import { encodePageToken } from '../search/index.ts'

export interface VersionsOfRuns {
  readonly runs: readonly string[]
  readonly limit: number
  readonly offset: number
}

/** The versions that runs made, by name, the newest of each first; as JSON text. */
export async function versionsOfRuns(
  db: Executor,
  { runs, limit, offset }: VersionsOfRuns,
): Promise<string[]> {
  const { json, from } = versionsOfPage(db.dialect)
  const order = sql`${db.dialect.byCodePoint(sql`v.name`)}, v.version desc`
  const query = sql<{ body: string }>`with page as (
      select v.* from model_versions v where ${among(db.dialect, sql`v.run_id`, runs)}
        and v.workspace = 'default' and v.current_stage <> ${sql.lit(DELETED_STAGE)}
      order by ${order} limit ${limit + 1} offset ${offset})
    select ${json} as body from ${from} order by ${order}`
  const rows = await db.query<{ body: string }>({ compile: () => query.compile(db.builder) })
  if (rows.length === 0) return ['{}']
  const pieces = rows.slice(0, limit).map(({ body }, i) => (i === 0 ? body : `,${body}`))
  const token = rows.length > limit ? `,"next_page_token":"${encodePageToken(offset + limit)}"` : ''
  return ['{"model_versions":[', ...pieces, `]${token}}`]
}
