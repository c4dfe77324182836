import {
  invalidParameter,
  LIMITS,
  type SearchModelVersions,
  type SearchRegisteredModels,
} from '@millrace/contract'
import { type RawBuilder, sql } from 'kysely'
import type { Dialect } from '../db/dialect.ts'
import type { Executor } from '../db/executor.ts'
import type { Deps } from '../deps.ts'
import { JsonText } from '../http/json-text.ts'
import { all, condition } from '../search/compile.ts'
import {
  type Comparison,
  decodePageToken,
  encodePageToken,
  type OrderTerm,
  parseFilter,
  parseOrderBy,
} from '../search/index.ts'
import { DELETED_STAGE } from './names.ts'
import { PROMPT_TAG, type PromptFilter, withoutPromptsUnlessAsked } from './prompts.ts'
import { modelJson, versionJson } from './rows.ts'

/** A checked search; plain data, so that another thread can run it. */
interface RegistrySearch extends PromptFilter {
  readonly order: readonly OrderTerm[]
  readonly limit: number
  readonly offset: number
}

export async function searchRegisteredModels(deps: Deps, input: SearchRegisteredModels): Promise<JsonText> {
  const limit = Number(input.max_results ?? LIMITS.registeredModelsPageDefault)
  const search = readSearch('registered_models', input, limit)
  // As MLflow answers those who ask for nothing.
  if (limit <= 0) return new JsonText(`{"next_page_token":"${encodePageToken(search.offset + limit)}"}`)
  return new JsonText(await deps.registry.longReads.run('searchRegisteredModels', search))
}

export async function searchModelVersions(deps: Deps, input: SearchModelVersions): Promise<JsonText> {
  const limit = Number(input.max_results ?? LIMITS.modelVersionsPage)
  if (limit < 1) {
    throw invalidParameter(`Invalid value for max_results. It must be a positive integer, but got ${limit}`)
  }
  const search = readSearch('model_versions', input, limit)
  return new JsonText(await deps.registry.longReads.run('searchModelVersions', search))
}

function readSearch(
  entity: 'registered_models' | 'model_versions',
  input: SearchRegisteredModels,
  limit: number,
): RegistrySearch {
  return {
    ...withoutPromptsUnlessAsked(parseFilter(entity, input.filter)),
    order: parseOrderBy(entity, input.order_by ?? []),
    offset: decodePageToken(input.page_token),
    limit,
  }
}

/** What is searched: a table with one name for its rows, and how it and its tags are spoken of. */
interface Searched {
  readonly table: RawBuilder<unknown>
  readonly alias: RawBuilder<unknown>
  readonly columns: Readonly<Record<string, RawBuilder<unknown>>>
  /** The tags of the row. */
  readonly tags: RawBuilder<unknown>
  readonly always: readonly RawBuilder<boolean>[]
  readonly isPrompt: RawBuilder<boolean>
  /** The order where none is given, and what breaks the ties of any. */
  readonly defaultOrder: readonly OrderTerm[]
  readonly ties: readonly OrderTerm[]
  readonly json: (dialect: Dialect) => RawBuilder<string>
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
  tags: sql`registered_model_tags t where t.workspace = 'default' and t.name = m.name`,
  always: [sql`m.workspace = 'default'`],
  isPrompt: sql`exists (select 1 from registered_model_tags p where p.workspace = 'default'
    and p."key" = ${sql.lit(PROMPT_TAG)} and p.name = m.name and p.value = 'true')`,
  defaultOrder: [],
  ties: [by('name', true)],
  json: modelJson,
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
  tags: sql`model_version_tags t where t.workspace = 'default' and t.name = v.name and t.version = v.version`,
  always: [sql`v.workspace = 'default'`, sql`v.current_stage <> ${sql.lit(DELETED_STAGE)}`],
  // One version that is a prompt's makes all of that name a prompt's.
  isPrompt: sql`exists (select 1 from model_version_tags p where p.workspace = 'default'
    and p."key" = ${sql.lit(PROMPT_TAG)} and p.name = v.name and p.value = 'true')`,
  defaultOrder: [by('last_updated_timestamp', false)],
  ties: [by('name', true), by('version_number', false)],
  json: versionJson,
  list: 'model_versions',
}

export function searchRegisteredModelsPage(db: Executor, search: RegistrySearch): Promise<string[]> {
  return page(db, MODELS, search)
}

export function searchModelVersionsPage(db: Executor, search: RegistrySearch): Promise<string[]> {
  return page(db, VERSIONS, search)
}

/** A page as pieces of JSON text, by one statement: the rows of the page are picked before anything is looked up for them. */
async function page(db: Executor, searched: Searched, search: RegistrySearch): Promise<string[]> {
  const { dialect } = db
  const { limit, offset, filter, hidesPrompts } = search
  const where = all([
    ...searched.always,
    ...(hidesPrompts ? [sql`not ${searched.isPrompt}`] : []),
    ...filter.map((comparison) => matches(dialect, searched, comparison)),
  ])
  const order = sql.join(orderBy(dialect, searched, search.order))

  const query = sql<{ body: string }>`select ${searched.json(dialect)} as body from (
    select ${searched.alias}.* from ${searched.table} ${searched.alias} where ${where} order by ${order} limit ${limit + 1} offset ${offset}
  ) ${searched.alias} order by ${order}`
  const rows = await db.query<{ body: string }>({ compile: () => query.compile(db.builder) })
  if (rows.length === 0) return ['{}']
  const pieces = rows.slice(0, limit).map(({ body }, i) => (i === 0 ? body : `,${body}`))
  const token = rows.length > limit ? `,"next_page_token":"${encodePageToken(offset + limit)}"` : ''
  return [`{"${searched.list}":[`, ...pieces, `]${token}}`]
}

function matches(dialect: Dialect, { columns, tags }: Searched, comparison: Comparison): RawBuilder<boolean> {
  if (comparison.type !== 'tag') return condition(dialect, columns[comparison.key] ?? sql`null`, comparison)
  return sql`exists (select 1 from ${tags} and t."key" = ${comparison.key}
    and ${condition(dialect, sql`t.value`, comparison)})`
}

/** The others may be missing. */
const NEVER_NULL = new Set(['name', 'version_number'])

function orderBy(dialect: Dialect, searched: Searched, given: readonly OrderTerm[]): RawBuilder<unknown>[] {
  const wanted = given.length > 0 ? given : searched.defaultOrder
  const ties = searched.ties.filter((tie) => !wanted.some((term) => term.key === tie.key))
  return [...wanted, ...ties].map(({ key, ascending }) => {
    const column = searched.columns[key] ?? sql`null`
    if (!NEVER_NULL.has(key)) return dialect.ordered(column, ascending)
    return sql`${key === 'name' ? dialect.byCodePoint(column) : column} ${ascending ? sql`asc` : sql`desc`}`
  })
}
