import { sql } from 'kysely'
import type { Executor } from '../db/executor.ts'
import { DELETED_STAGE } from '../registry/names.ts'
import { pageText } from '../registry/page.ts'
import { versionsOfPage } from '../registry/rows.ts'
import { among, pageRange } from '../search/compile.ts'

export interface VersionsOfRuns {
  readonly runs: readonly string[]
  readonly limit: number
  readonly offset: number
}

/** The versions that runs made, by name, the newest of each first; as JSON text. */
export async function versionsOfRuns(db: Executor, search: VersionsOfRuns): Promise<string[]> {
  const { runs, limit, offset } = search
  const { json, from } = versionsOfPage(db.dialect)
  const order = sql`${db.dialect.byCodePoint(sql`v.name`)}, v.version desc`
  const query = sql<{ body: string }>`with page as (
      select v.* from model_versions v where ${among(db.dialect, sql`v.run_id`, runs)}
        and v.workspace = 'default' and v.current_stage <> ${sql.lit(DELETED_STAGE)}
      order by ${order} ${pageRange({ limit, offset })})
    select ${json} as body from ${from} order by ${order}`
  const rows = await db.query<{ body: string }>({ compile: () => query.compile(db.builder) })
  return pageText('model_versions', rows, search)
}
