import type {
  AliasAt,
  AliasAtResponse,
  RegistryChange,
  RegistryHistory,
  RegistryHistoryResponse,
} from '@millrace/contract'
import { type RawBuilder, sql } from 'kysely'
import type { Executor } from '../db/executor.ts'
import type { OwnTables } from '../db/own-tables.ts'
import type { Deps } from '../deps.ts'
import { JsonText, toJson } from '../http/json-text.ts'
import { all } from '../search/compile.ts'
import { decodePageToken, encodePageToken } from '../search/index.ts'
import { momentOf } from './moment.ts'
import { assertAlias, assertModelName, noSuchModel, versionNumber } from './names.ts'
import * as queries from './queries.ts'

type HistoryRow = Omit<OwnTables['millrace_registry_history'], 'id'> & { id: number }

const PAGE = 100

export async function registryHistory({ registry }: Deps, input: RegistryHistory): Promise<JsonText> {
  return new JsonText(await registry.longReads.run('registryHistory', input))
}

/** A page as JSON text: without a name all that ever happened is looked through. */
export async function registryHistoryPage(db: Executor, input: RegistryHistory): Promise<string> {
  const limit = input.max_results ?? PAGE
  const where = await conditions(db, input)
  // A token is the number of the change that its page ends before: new ones do not shift it.
  const before = decodePageToken(input.page_token)
  if (before > 0) where.push(sql`h.id < ${before}`)
  const rows = await changes(db, where, { newestFirst: true, limit: limit + 1 })
  if (rows.length === 0 && input.name) await assertKnown(db, input.name)
  const page = rows.slice(0, limit)
  const answer: RegistryHistoryResponse = {
    ...(page.length > 0 && { changes: page.map(toChange) }),
    ...(rows.length > limit && { next_page_token: encodePageToken(page.at(-1)?.id ?? 0) }),
  }
  return toJson(answer)
}

/** Which version an alias named at some time: as the last change before tells, or else the first change after. */
export async function aliasAt({ registry: { db } }: Deps, input: AliasAt): Promise<AliasAtResponse> {
  const { name = '', alias = '' } = input
  const at = momentOf(input.at ?? '', 'at', 'end')
  const ofAlias = await conditions(db, { name, alias })
  const asked = { name, alias, at }
  const [last] = await changes(db, [...ofAlias, sql`h.at <= ${at}`], { newestFirst: true, limit: 1 })
  if (last) {
    return {
      ...asked,
      ...(last.became !== null && { version: last.became }),
      since: last.at,
      ...(last.who !== null && { user: last.who }),
      basis: 'recorded',
    }
  }
  const [next] = await changes(db, [...ofAlias, sql`h.at > ${at}`], { newestFirst: false, limit: 1 })
  if (next) return { ...asked, ...(next.was !== null && { version: next.was }), basis: 'inferred' }
  await assertKnown(db, name)
  const current = await db.first(queries.aliasByName, { name, alias })
  return { ...asked, ...(current && { version: String(current.version) }), basis: 'current' }
}

async function assertKnown(db: Executor, name: string): Promise<void> {
  if (!(await db.first(queries.modelByName, { name }))) throw noSuchModel(name)
}

async function conditions(db: Executor, input: RegistryHistory): Promise<RawBuilder<unknown>[]> {
  const { name, version, alias, since, until } = input
  const where: RawBuilder<unknown>[] = []
  if (name) {
    assertModelName(name)
    where.push(inEras(await erasOf(db, name)))
  }
  if (version) {
    const text = String(versionNumber(name ?? '', version))
    where.push(
      sql`(h.version = ${Number(text)} or h.what = 'alias' and (h.was = ${text} or h.became = ${text}))`,
    )
  }
  if (alias) {
    assertAlias(alias)
    where.push(sql`h.what = 'alias' and h.subject = ${alias}`)
  }
  if (since) where.push(sql`h.at >= ${momentOf(since, 'since', 'start')}`)
  if (until) where.push(sql`h.at <= ${momentOf(until, 'until', 'end')}`)
  return where
}

/** A name that the model had, and the change by which it lost it; none for the name it has. */
interface Era {
  readonly name: string
  readonly until?: number
}

/** Guards against a history that somebody wrote by hand. */
const MOST_NAMES = 100

/** The model's names, the newest first. */
async function erasOf(db: Executor, name: string): Promise<Era[]> {
  const eras: Era[] = [{ name }]
  while (eras.length < MOST_NAMES) {
    const era = eras.at(-1) as Era
    const where = [inEras([era]), sql`h.what = 'renamed' and h.became = ${era.name}`]
    const [renamed] = await changes(db, where, { newestFirst: true, limit: 1 })
    if (!renamed?.was) break
    eras.push({ name: renamed.was, until: renamed.id })
  }
  return eras
}

/** A rename is kept under both names; under the old one it is the other's to tell. */
function inEras(eras: readonly Era[]): RawBuilder<unknown> {
  const each = eras.map(({ name, until }) =>
    until === undefined
      ? sql`h.name = ${name}`
      : sql`(h.name = ${name} and h.id < ${until} and not (h.what = 'renamed' and h.was = h.name))`,
  )
  return sql`(${sql.join(each, sql` or `)})`
}

async function changes(
  db: Executor,
  where: readonly RawBuilder<unknown>[],
  { newestFirst, limit }: { newestFirst: boolean; limit: number },
): Promise<HistoryRow[]> {
  const direction = newestFirst ? sql`desc` : sql`asc`
  const query = sql<HistoryRow>`select h.* from millrace_registry_history h where ${all(where)}
    order by h.id ${direction} limit ${limit}`
  return db.query<HistoryRow>({ compile: () => query.compile(db.builder) })
}

function toChange(row: HistoryRow): RegistryChange {
  return {
    timestamp: row.at,
    ...(row.who !== null && { user: row.who }),
    name: row.name,
    ...(row.version !== null && { version: String(row.version) }),
    change: row.what,
    ...(row.subject !== null && { key: row.subject }),
    ...(row.was !== null && { from: row.was }),
    ...(row.became !== null && { to: row.became }),
  }
}
