import type { Run } from '@millrace/contract'
import { type RawBuilder, sql } from 'kysely'
import { exactInteger } from '../db/exact-integer.ts'
import type { Executor } from '../db/executor.ts'
import type { OrderTerm } from '../search/index.ts'
import { type AskedRuns, conditions } from './asked-runs.ts'
import { csvLine } from './csv.ts'
import { runTexts } from './details.ts'
import { type ExportColumn, rowOf } from './export-columns.ts'
import { pageIds } from './search-page.ts'

/** Where a page begins: after a run of the default order, or so many runs into another order. */
type Place =
  /** The start as digits: JSON would round an int64. */
  { readonly after: { readonly start: string | null; readonly id: string } } | { readonly offset: number }

interface IdsAsked {
  readonly asked: AskedRuns
  readonly order: readonly OrderTerm[]
  readonly place: Place | undefined
}

export interface IdsReply {
  readonly ids: readonly string[]
  /** Where the next page begins; missing on the last. */
  readonly next?: Place
}

/** So many ids are held at a time; another order than the default is sorted once for each such page. */
const IDS = 20_000

/** A page of the ids of a file, as JSON text. */
export async function exportIds(db: Executor, { asked, order, place }: IdsAsked): Promise<string> {
  const reply =
    order.length === 0 ? await newestAfter(db, asked, place) : await inOrder(db, asked, order, place)
  return JSON.stringify(reply)
}

async function inOrder(
  db: Executor,
  asked: AskedRuns,
  order: readonly OrderTerm[],
  place: Place | undefined,
): Promise<IdsReply> {
  const offset = place && 'offset' in place ? place.offset : 0
  const ids = await pageIds(db, { ...asked, order, limit: IDS, offset })
  if (ids.length <= IDS) return { ids }
  return { ids: ids.slice(0, IDS), next: { offset: offset + IDS } }
}

async function newestAfter(db: Executor, asked: AskedRuns, place: Place | undefined): Promise<IdsReply> {
  const { dialect } = db
  const id = dialect.byCodePoint(sql`r.run_uuid`)
  const after = place && 'after' in place ? sql`and ${behind(db, place.after, id)}` : sql``
  const query = sql<{ id: string; start: string | null }>`select r.run_uuid as id, r.start_time || '' as start
    from runs r where ${conditions(dialect, asked)} ${after}
    order by ${dialect.ordered(sql`r.start_time`, false)}, ${id} limit ${IDS}`
  const rows = await db.query<{ id: string; start: string | null }>({
    compile: () => query.compile(db.builder),
  })
  const last = rows.at(-1)
  return { ids: rows.map(({ id }) => id), ...(last && rows.length === IDS && { next: { after: last } }) }
}

function behind(
  { dialect }: Executor,
  { start, id }: { start: string | null; id: string },
  column: RawBuilder<unknown>,
): RawBuilder<boolean> {
  if (start === null) return sql`r.start_time is null and ${column} > ${id}`
  const time = dialect.number(exactInteger(start))
  return sql`(r.start_time is null or r.start_time < ${time} or (r.start_time = ${time} and ${column} > ${id}))`
}

/** Runs as they are in a search's reply, with commas between them. */
export async function exportJson(db: Executor, { ids }: { ids: readonly string[] }): Promise<string> {
  return (await runTexts(db, ids)).join(',\n')
}

/** Lines of a CSV file. */
export async function exportCsv(
  db: Executor,
  { ids, columns }: { ids: readonly string[]; columns: readonly ExportColumn[] },
): Promise<string> {
  const texts = await runTexts(db, ids)
  return texts.map((text) => csvLine(rowOf(JSON.parse(text) as Run, columns))).join('')
}
