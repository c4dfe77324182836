import { type RawBuilder, sql } from 'kysely'
import type { Dialect } from '../db/dialect.ts'
import type { Executor } from '../db/executor.ts'
import { portions } from '../db/portions.ts'
import type { Statement } from '../db/statement.ts'
import { all, condition, pageRange } from '../search/compile.ts'
import { type Comparison, type OrderTerm, pageOf } from '../search/index.ts'
import { DELETED_STAGE } from './names.ts'
import { PROMPT_TAG, type PromptFilter } from './prompts.ts'
import { type Body, modelsByNames, modelsOfPage, type PageRows, versionsOfPage } from './rows.ts'

type Sql<T> = RawBuilder<T>

/** A checked search; plain data, so that another thread can run it. */
export interface RegistrySearch extends PromptFilter {
  readonly order: readonly OrderTerm[]
  readonly limit: number
  readonly offset: number
}

/** What is searched: a table with one name for its rows, and how it and its tags are spoken of. */
interface Searched {
  readonly table: Sql<unknown>
  readonly alias: Sql<unknown>
  readonly columns: Readonly<Record<string, Sql<unknown>>>
  readonly workspace: Sql<unknown>
  readonly always: readonly Sql<boolean>[]
  /** The tags of the row. */
  readonly tags: Sql<unknown>
  /** The tags of all rows, where the rows of a tag are found in the order of their names. */
  readonly allTags?: Sql<unknown>
  readonly isPrompt: Sql<boolean>
  /** The order where none is given, and what breaks the ties of any. */
  readonly defaultOrder: readonly OrderTerm[]
  readonly ties: readonly OrderTerm[]
  readonly rows: (dialect: Dialect) => PageRows
  /** The rows of a JSON array of names, in its order, where a name tells a row. */
  readonly byNames?: Statement<{ names: string }, Body>
  /** The list in the reply. */
  readonly list: string
}

function by(key: string, ascending: boolean): OrderTerm {
  return { type: 'attribute', key, ascending }
}

const MODELS: Searched = {
  table: sql`registered_models`,
  alias: sql`m`,
  columns: { name: sql`m.name`, last_updated_timestamp: sql`m.last_updated_time` },
  workspace: sql`m.workspace`,
  always: [],
  tags: sql`registered_model_tags t where t.workspace = 'default' and t.name = m.name`,
  allTags: sql`registered_model_tags`,
  isPrompt: sql`exists (select 1 from registered_model_tags p where p.workspace = 'default'
    and p."key" = ${sql.lit(PROMPT_TAG)} and p.name = m.name and p.value = 'true')`,
  defaultOrder: [by('name', true)],
  ties: [by('name', true)],
  rows: modelsOfPage,
  byNames: modelsByNames,
  list: 'registered_models',
}

const VERSIONS: Searched = {
  table: sql`model_versions`,
  alias: sql`v`,
  columns: {
    name: sql`v.name`,
    run_id: sql`v.run_id`,
    source_path: sql`v.source`,
    version_number: sql`v.version`,
    creation_timestamp: sql`v.creation_time`,
    last_updated_timestamp: sql`v.last_updated_time`,
  },
  workspace: sql`v.workspace`,
  always: [sql`v.current_stage <> ${sql.lit(DELETED_STAGE)}`],
  tags: sql`model_version_tags t where t.workspace = 'default' and t.name = v.name and t.version = v.version`,
  // One version that is a prompt's makes all of that name a prompt's.
  isPrompt: sql`exists (select 1 from model_version_tags p where p.workspace = 'default'
    and p."key" = ${sql.lit(PROMPT_TAG)} and p.name = v.name and p.value = 'true')`,
  defaultOrder: [by('last_updated_timestamp', false)],
  ties: [by('name', true), by('version_number', false)],
  rows: versionsOfPage,
  list: 'model_versions',
}

export function searchRegisteredModelsPage(db: Executor, search: RegistrySearch): Promise<string[]> {
  return page(db, MODELS, search)
}

export function searchModelVersionsPage(db: Executor, search: RegistrySearch): Promise<string[]> {
  return page(db, VERSIONS, search)
}

/** Rows of a page that are worth a statement. */
const LEAST_ROWS = 50

/** A page as pieces of JSON text: the rows of the page are picked before anything is looked up for them. */
async function page(db: Executor, searched: Searched, search: RegistrySearch): Promise<string[]> {
  const { byNames, list } = searched
  const inPortions = byNames && db.sideBySide > 1 && search.limit >= 2 * LEAST_ROWS
  const bodies = inPortions
    ? await bodiesByName(db, byNames, picks(db.dialect, searched, search, 'names'))
    : await bodiesAtOnce(db, searched, search)
  return pageText(list, bodies, search)
}

async function bodiesAtOnce(db: Executor, searched: Searched, search: RegistrySearch): Promise<Body[]> {
  const { dialect } = db
  const rows = searched.rows(dialect)
  const query = sql<Body>`with page as (${picks(dialect, searched, search, 'rows')})${rows.with}
    select ${rows.json} as body from ${rows.from} order by ${sql.join(orderBy(dialect, searched, search))}`
  return db.query({ compile: () => query.compile(db.builder) })
}

/** By one statement that picks, and a few that look up, side by side: that takes most of the time. */
async function bodiesByName(
  db: Executor,
  byNames: Statement<{ names: string }, Body>,
  picked: Sql<unknown>,
): Promise<Body[]> {
  const query = picked as Sql<{ name: string }>
  const named = await db.query({ compile: () => query.compile(db.builder) })
  const names = named.map(({ name }) => name)
  const found = portions(names, LEAST_ROWS, db).map((some) =>
    db.all(byNames, { names: JSON.stringify(some) }),
  )
  return (await Promise.all(found)).flat()
}

type Wanted = 'rows' | 'names'

function picks(dialect: Dialect, searched: Searched, search: RegistrySearch, wanted: Wanted): Sql<unknown> {
  const { table, alias } = searched
  const picked =
    pickedByTag(dialect, searched, search, wanted) ??
    sql`select ${alias}.${wanted === 'rows' ? sql`*` : sql`name`} from ${table} ${alias}
    where ${conditions(dialect, searched, search)}
    order by ${sql.join(orderBy(dialect, searched, search))}`
  return sql`${picked} ${pageRange(search)}`
}

/** Those with a tag, as all prompts have one, in the order of their names: their key's tags are in that order already. */
function pickedByTag(
  dialect: Dialect,
  searched: Searched,
  search: RegistrySearch,
  wanted: Wanted,
): Sql<unknown> | undefined {
  const { table, alias, allTags, defaultOrder } = searched
  const tag = search.filter.find(({ type, comparator }) => type === 'tag' && comparator === '=')
  const first = [...search.order, ...defaultOrder][0]
  if (!allTags || !tag || first?.key !== 'name' || search.filter.some(isNarrow)) return undefined
  const rest = { ...search, filter: search.filter.filter((one) => one !== tag) }
  const tagged = sql`d.workspace = 'default' and d."key" = ${tag.key} and ${condition(dialect, sql`d.value`, tag)}`
  const order = sql`order by ${dialect.byCodePoint(sql`d.name`)} ${first.ascending ? sql`asc` : sql`desc`}`
  // Every tag is somebody's.
  if (wanted === 'names' && rest.filter.length === 0 && !rest.hidesPrompts)
    return sql`select d.name from ${allTags} d where ${tagged} ${order}`
  return sql`select ${alias}.${wanted === 'rows' ? sql`*` : sql`name`}
    from ${allTags} d ${dialect.joinFromLeft} ${table} ${alias}
    on ${alias}.workspace = d.workspace and ${alias}.name = d.name
    where ${tagged} and ${conditions(dialect, searched, rest)} ${order}`
}

/** The reply to a search that asked for one row more than its page has. */
export function pageText(
  list: string,
  rows: readonly { readonly body: string }[],
  place: { readonly limit: number; readonly offset: number },
): string[] {
  if (rows.length === 0) return ['{}']
  const { page, next } = pageOf(rows, place)
  const pieces = page.map(({ body }, i) => (i === 0 ? body : `,${body}`))
  const token = next ? `,"next_page_token":"${next}"` : ''
  return [`{"${list}":[`, ...pieces, `]${token}}`]
}

/** Comparisons that few rows pass: these are found by an index and sorted. All others are read in the order of one. */
function isNarrow({ type, key, comparator }: Comparison): boolean {
  return type === 'attribute' && ['name', 'run_id'].includes(key) && ['=', 'IN'].includes(comparator)
}

function conditions(dialect: Dialect, searched: Searched, search: RegistrySearch): Sql<boolean> {
  const { workspace, always, isPrompt } = searched
  return all([
    sql`${usesNames(searched, search) ? workspace : dialect.unindexed(workspace)} = 'default'`,
    ...always,
    ...(search.hidesPrompts ? [sql`not ${isPrompt}`] : []),
    ...search.filter.map((comparison) => matches(dialect, searched, comparison)),
  ])
}

/** Whether the table's own key, workspace and name, is the way to the rows; all rows have the same workspace. */
function usesNames({ defaultOrder }: Searched, { filter, order }: RegistrySearch): boolean {
  if (filter.some(isNarrow)) return filter.some((one) => isNarrow(one) && one.key === 'name')
  return [...order, ...defaultOrder][0]?.key === 'name'
}

function matches(dialect: Dialect, { columns, tags }: Searched, comparison: Comparison): Sql<boolean> {
  if (comparison.type !== 'tag') return condition(dialect, columns[comparison.key] ?? sql`null`, comparison)
  return sql`exists (select 1 from ${tags} and t."key" = ${comparison.key}
    and ${condition(dialect, sql`t.value`, comparison)})`
}

/** The other columns may hold nothing. */
const NEVER_NULL = new Set(['name', 'version_number'])

function orderBy(dialect: Dialect, searched: Searched, { order, filter }: RegistrySearch): Sql<unknown>[] {
  const few = filter.some(isNarrow)
  const wanted = order.length > 0 ? order : searched.defaultOrder
  const ties = searched.ties.filter((tie) => !wanted.some((term) => term.key === tie.key))
  return [...wanted, ...ties].map(({ key, ascending }) => {
    const stored = searched.columns[key] ?? sql`null`
    const column = few ? dialect.unindexed(stored) : stored
    if (!NEVER_NULL.has(key)) return dialect.ordered(column, ascending)
    return sql`${key === 'name' ? dialect.byCodePoint(column) : column} ${ascending ? sql`asc` : sql`desc`}`
  })
}
