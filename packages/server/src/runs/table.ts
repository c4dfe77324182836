import { LIMITS, type TableOfRuns } from '@millrace/contract'
import { sql } from 'kysely'
import type { Executor } from '../db/executor.ts'
import { statement } from '../db/statement.ts'
import type { Deps } from '../deps.ts'
import { JsonText } from '../http/json-text.ts'
import { among } from '../search/compile.ts'
import { decodePageToken, encodePageToken, parseOrderBy } from '../search/index.ts'
import { assertPageSize } from '../validate.ts'
import { type AskedRuns, conditions, PARENT_TAG } from './asked-runs.ts'
import { infoPart, lists, metricsPart, pairsPart } from './details.ts'
import type { RunSearch } from './page-ids.ts'
import { askedFamilies } from './search.ts'
import { pageIds } from './search-page.ts'
import { type ColumnKeys, suggestColumns } from './suggest-columns.ts'

interface TablePage {
  readonly search: RunSearch
  readonly columns: ColumnKeys
  readonly suggest: boolean
  readonly whole: number
}

/** A page of runs with only what is shown of them: hundreds of columns, or thousands of keys, cost what is in view. */
export async function tableOfRuns(deps: Deps, input: TableOfRuns): Promise<JsonText> {
  const search: RunSearch = {
    limit: assertPageSize(input.max_results ?? 100, LIMITS.searchPage),
    ...askedFamilies(input),
    order: parseOrderBy('runs', input.order_by ?? []),
    offset: decodePageToken(input.page_token),
  }
  if (search.experiments.length === 0) return new JsonText('{}')
  const page: TablePage = {
    search,
    columns: byKind(input.columns ?? []),
    suggest: input.suggest ?? false,
    whole: input.whole_metrics ?? 0,
  }
  return new JsonText(await deps.longReads.run('tableOfRuns', page))
}

function byKind(names: readonly string[]): ColumnKeys {
  const keys = (kind: keyof ColumnKeys) => [
    ...new Set(
      names.filter((name) => name.startsWith(`${kind}.`)).map((name) => name.slice(kind.length + 1)),
    ),
  ]
  return { metrics: keys('metrics'), params: keys('params'), tags: keys('tags') }
}

/** The page as JSON text: ids first, then what is shown of them. */
export async function tablePage(
  db: Executor,
  { search, columns, suggest, whole }: TablePage,
): Promise<string> {
  const found = await pageIds(db, search)
  if (found.length === 0) return '{}'
  const ids = found.slice(0, search.limit)
  const suggested = suggest ? await suggestColumns(db, ids) : undefined
  const { texts, partial } = await rowTexts(db, ids, together(columns, suggested), whole)
  const names = suggested && [
    ...suggested.metrics.map((key) => `metrics.${key}`),
    ...suggested.params.map((key) => `params.${key}`),
  ]
  const members = [
    `"runs":[${texts.join(',')}]`,
    names && `"columns":${JSON.stringify(names)}`,
    partial.length > 0 && `"partial":${JSON.stringify(partial)}`,
    search.kin && `"children":${JSON.stringify(await childCounts(db, search, ids))}`,
    found.length > ids.length && `"next_page_token":"${encodePageToken(search.offset + search.limit)}"`,
  ]
  return `{${members.filter(Boolean).join(',')}}`
}

const together = (a: ColumnKeys, b: ColumnKeys | undefined): ColumnKeys => ({
  metrics: [...new Set([...a.metrics, ...(b?.metrics ?? [])])],
  params: [...new Set([...a.params, ...(b?.params ?? [])])],
  tags: a.tags,
})

/** JSON arrays, but for the number. */
interface Asked {
  ids: string
  metrics: string
  params: string
  tags: string
  whole: number
}

interface Row {
  id: string
  info: string
  /** All of them where the run has few, null where it has many. */
  all_metrics: string | null
  metrics: string | null
  params: string | null
  tags: string | null
  many: number | null
}

const tableRows = statement<Asked>()((db, p, dialect) => {
  /** Keys are few and runs have many, so it starts at the keys. */
  const chosen = (keys: 'metrics' | 'params' | 'tags', table: string, alias: string) => {
    const x = sql.id(alias)
    return sql`${dialect.texts(sql`${p(keys)}`)} k ${dialect.joinFromLeft} ${sql.table(table)} ${x}
      on ${x}."key" = k.value and ${x}.run_uuid = r.run_uuid
      where ${dialect.exact(sql`${x}."key"`)} = ${dialect.exact(sql`k.value`)}`
  }
  const many = sql<
    number | null
  >`(select 1 from latest_metrics n where n.run_uuid = r.run_uuid limit 1 offset ${p('whole')})`
  const all = metricsPart(dialect, sql`latest_metrics m where m.run_uuid = r.run_uuid`)
  return {
    compile: () =>
      sql<Row>`select r.run_uuid as id, ${infoPart(dialect)} as info, ${many} as many,
        case when ${many} is null then ${all} end as all_metrics,
        case when ${many} is not null then ${metricsPart(dialect, chosen('metrics', 'latest_metrics', 'm'))} end as metrics,
        ${pairsPart(dialect, chosen('params', 'params', 'x'))} as params,
        ${pairsPart(dialect, chosen('tags', 'tags', 'x'))} as tags
      from ${dialect.texts(sql`${p('ids')}`)} j join runs r on r.run_uuid = j.value`.compile(db),
  }
})

/** The wire's runs in the order of `ids`. */
async function rowTexts(db: Executor, ids: readonly string[], columns: ColumnKeys, whole: number) {
  const rows = await db.all(tableRows, {
    ids: JSON.stringify(ids),
    metrics: JSON.stringify(columns.metrics),
    params: JSON.stringify(columns.params),
    tags: JSON.stringify(columns.tags),
    whole,
  })
  const byId = new Map(rows.map((row) => [row.id, row]))
  const found = ids.map((id) => byId.get(id)).filter((row) => row !== undefined)
  return {
    texts: found.map(rowText),
    partial: found.filter(({ many }) => many !== null).map(({ id }) => id),
  }
}

function rowText({ info, all_metrics, metrics, params, tags }: Row): string {
  const data = lists([
    ['metrics', all_metrics ?? metrics],
    ['params', params],
    ['tags', tags],
  ])
  return `{"info":${info},"data":${data}}`
}

/** How many of the runs that are meant each of some runs has as children. */
async function childCounts(db: Executor, asked: AskedRuns, ids: readonly string[]) {
  const { kin: _, ...all } = asked
  const query = sql<{ id: string; children: number }>`
    select up.value as id, count(*) as children from tags up join runs r on r.run_uuid = up.run_uuid
    where up."key" = ${sql.lit(PARENT_TAG)} and ${among(db.dialect, sql`up.value`, ids)} and up.value <> up.run_uuid
      and ${conditions(db.dialect, all)}
    group by up.value`
  const rows = await db.query<{ id: string; children: number }>({ compile: () => query.compile(db.builder) })
  return Object.fromEntries(rows.map(({ id, children }) => [id, Number(children)]))
}
