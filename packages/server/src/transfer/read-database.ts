import type { ArtifactRepository } from '@millrace/artifacts'
import { type RawBuilder, sql } from 'kysely'
import type { Place } from '../artifacts/locate.ts'
import type { Executor } from '../db/executor.ts'
import type { HistoryRow } from '../registry/history.ts'
import { among } from '../search/compile.ts'
import { type Bundle, type Bundles, KINDS, type Kind } from './bundle.ts'
import { longHistory, MAX_POINTS, pointCounts } from './read-history.ts'
import { readRegistryHistory } from './registry-history.ts'
import { bytesOf } from './row-size.ts'
import { seenArtifacts } from './seen-artifacts.ts'
import { type Selection, type Source, TransferError } from './store.ts'
import { artifactUri, columnsOf, type Part, PLANS, type Plan, type Table } from './tables.ts'

/** What a page should hold at most: spans of traces may have 100 kB each. */
const PAGE_BYTES = 16_000_000

/** A row of whatever table. */
export type AnyRow = Readonly<Record<string, unknown>>

/** Reads MLflow's tables, a page of things at a time: a constant number of statements for each. */
export class DatabaseSource implements Source {
  readonly name: string
  readonly #db: Executor
  readonly #proxied: ArtifactRepository | undefined
  /** Of the last reading: aliases that name what is not selected. */
  #aliasesLeft = 0

  /** @param proxied is what `mlflow-artifacts:` stands for in the tables. */
  constructor(name: string, db: Executor, proxied?: ArtifactRepository) {
    this.name = name
    this.#db = db
    this.#proxied = proxied
  }

  async count(selection: Selection): Promise<Partial<Record<Kind, number>>> {
    const chosen = await this.#chosen(selection)
    const counts: Partial<Record<Kind, number>> = {}
    for (const kind of KINDS) {
      const where = condition(this.#db, kind, chosen, selection)
      counts[kind] = await countRows(this.#db, PLANS[kind].root.table, where)
    }
    return counts
  }

  async *read(selection: Selection): Bundles {
    const chosen = await this.#chosen(selection)
    this.#aliasesLeft = 0
    for (const kind of KINDS) {
      for await (const bundle of this.#kind(kind, condition(this.#db, kind, chosen, selection))) {
        const isPart = kind === 'registered_model' && (chosen ?? selection.since) !== undefined
        if (!isPart) yield bundle
        else
          yield await this.#withoutLooseAliases(
            bundle,
            condition(this.#db, 'model_version', chosen, selection),
          )
      }
    }
  }

  async notCarried(): Promise<string[]> {
    const sentences: string[] = []
    if (this.#aliasesLeft > 0) {
      sentences.push(`Aliases (${this.#aliasesLeft}) of versions that are not selected stay behind.`)
    }
    for (const [table, what] of Object.entries(NOT_CARRIED) as [Table, string][]) {
      const count = await countRows(this.#db, table, sql`true`)
      if (count > 0) sentences.push(`${what} (${count}) are not carried.`)
    }
    return sentences
  }

  registryHistory(): AsyncIterable<readonly HistoryRow[]> {
    return readRegistryHistory(this.#db)
  }

  artifacts(uri: string): Promise<Place> {
    return seenArtifacts(uri, this.#proxied)
  }

  async #withoutLooseAliases(bundle: Bundle, wanted: RawBuilder<boolean>): Promise<Bundle> {
    const { registered_model_aliases: aliases = [], registered_models: [model] = [] } = bundle.rows
    if (aliases.length === 0 || model === undefined) return bundle
    const ofModel = sql`workspace = ${model.workspace} and name = ${model.name}`
    const versions = await select(this.#db, 'model_versions', sql`${ofModel} and ${wanted}`)
    const there = new Set(versions.map(({ version }) => Number(version)))
    const kept = aliases.filter(({ version }) => there.has(Number(version)))
    this.#aliasesLeft += aliases.length - kept.length
    return { ...bundle, rows: { ...bundle.rows, registered_model_aliases: kept } }
  }

  async *#kind(kind: Kind, where: RawBuilder<boolean>): AsyncGenerator<Bundle> {
    const plan = PLANS[kind]
    let last: AnyRow | undefined
    let limit = plan.page
    do {
      const roots = await this.#page(plan, where, last, limit)
      last = roots.length === limit ? roots.at(-1) : undefined
      let bytes = 0
      for await (const bundle of kind === 'run' ? this.#runs(roots) : await this.#bundles(kind, roots)) {
        bytes += bytesOf(bundle)
        yield bundle
      }
      // The next page holds what this one should have held.
      limit = Math.max(1, Math.min(plan.page, Math.floor((limit * PAGE_BYTES) / Math.max(bytes, 1))))
    } while (last)
  }

  #page({ root }: Plan, where: RawBuilder<boolean>, last: AnyRow | undefined, limit: number) {
    const key = sql.join(root.owner.map((column) => sql.ref(column)))
    const after = last ? sql`(${key}) > (${sql.join(root.owner.map((column) => last[column]))})` : sql`true`
    return select(this.#db, root.table, sql`${where} and ${after} order by ${key} limit ${limit}`)
  }

  /** Runs in groups that hold so many points at most together; a run that holds more comes in pieces. */
  async *#runs(roots: readonly AnyRow[]): AsyncGenerator<Bundle> {
    const points = await pointCounts(
      this.#db,
      roots.map(({ run_uuid }) => String(run_uuid)),
    )
    let group: AnyRow[] = []
    let sum = 0
    for (const root of roots) {
      const count = points.get(String(root.run_uuid)) ?? 0
      if (sum + count > MAX_POINTS) {
        yield* await this.#bundles('run', group)
        group = []
        sum = 0
      }
      if (count > MAX_POINTS) yield* this.#longRun(root)
      else group.push(root)
      sum = group.length === 0 ? 0 : sum + count
    }
    yield* await this.#bundles('run', group)
  }

  async *#longRun(root: AnyRow): AsyncGenerator<Bundle> {
    const [first] = await this.#bundles('run', [root], (table) => table !== 'metrics')
    let bundle = first as Bundle
    for await (const metrics of longHistory(this.#db, String(root.run_uuid))) {
      yield { ...bundle, continues: true }
      bundle = { kind: 'run', id: bundle.id, rows: { metrics } }
    }
    yield bundle
  }

  async #bundles(
    kind: Kind,
    roots: readonly AnyRow[],
    isWanted: (table: Table) => boolean = () => true,
  ): Promise<Bundle[]> {
    if (roots.length === 0) return []
    const { root, parts } = PLANS[kind]
    const things = new Map(
      roots.map((row) => [keyOf(row, root.owner), { [root.table]: [row] } as Record<string, AnyRow[]>]),
    )
    for (const part of parts.filter(({ table }) => isWanted(table))) {
      for (const row of await select(this.#db, part.table, belongingTo(this.#db, part, root, roots))) {
        add(things.get(keyOf(row, part.owner)), part.table, row)
      }
    }
    if (kind === 'run') await this.#addInputTags([...things.values()])
    return roots.map((row) => {
      const rows = things.get(keyOf(row, root.owner)) as Bundle['rows']
      const bundle: Bundle = { kind, id: nameOf(kind, row), rows }
      const artifacts = artifactUri(bundle)
      return artifacts === undefined ? bundle : { ...bundle, artifacts }
    })
  }

  async #addInputTags(runs: Record<string, AnyRow[]>[]): Promise<void> {
    const owners = new Map(
      runs.flatMap((rows) => (rows.inputs ?? []).map(({ input_uuid }) => [String(input_uuid), rows])),
    )
    if (owners.size === 0) return
    const where = among(this.#db.dialect, sql`input_uuid`, [...owners.keys()])
    for (const row of await select(this.#db, 'input_tags', where)) {
      add(owners.get(String(row.input_uuid)), 'input_tags', row)
    }
  }

  /** The ids of the experiments that are wanted; undefined for all. */
  async #chosen({ experiments }: Selection): Promise<number[] | undefined> {
    if (experiments === undefined) return undefined
    const all = await select(this.#db, 'experiments', sql`true`)
    return experiments.map((wanted) => {
      const found =
        all.find(({ name }) => name === wanted) ??
        all.find(({ experiment_id }) => String(experiment_id) === wanted)
      if (found) return Number(found.experiment_id)
      throw new TransferError(`There is no experiment '${wanted}' in ${this.name}.`)
    })
  }
}

/** Tables whose rows stay behind, in words. */
const NOT_CARRIED: Readonly<Partial<Record<Table, string>>> = {
  evaluation_datasets: 'Evaluation datasets',
  webhooks: 'Webhooks',
  scorers: 'Scorers',
  label_schemas: 'Label schemas',
  review_queues: 'Review queues',
  issues: 'Issues',
  endpoints: 'Endpoints of the AI gateway',
  secrets: 'Secrets of the AI gateway',
  budget_policies: 'Budget policies of the AI gateway',
  guardrails: 'Guardrails',
  mcp_servers: 'MCP servers',
}

/** Rows of a table, its computed columns left out. */
export async function select(db: Executor, table: Table, where: RawBuilder<unknown>): Promise<AnyRow[]> {
  const columns = sql.join(columnsOf(table).map((column) => sql.ref(column)))
  const query = sql<AnyRow>`select ${columns} from ${sql.table(table)} where ${where}`
  return db.query({ compile: () => query.compile(db.builder) })
}

export async function countRows(db: Executor, table: Table, where: RawBuilder<unknown>): Promise<number> {
  const query = sql<{ count: number }>`select count(*) as count from ${sql.table(table)} where ${where}`
  const [row] = await db.query({ compile: () => query.compile(db.builder) })
  return row?.count ?? 0
}

/** What tells things of one kind apart. */
export function keyOf(row: AnyRow, columns: readonly string[]): string {
  return columns.map((column) => String(row[column])).join('\n')
}

function add(rows: Record<string, AnyRow[]> | undefined, table: Table, row: AnyRow): void {
  if (rows === undefined) return
  const there = rows[table]
  if (there) there.push(row)
  else rows[table] = [row]
}

function nameOf(kind: Kind, row: AnyRow): string {
  if (kind === 'experiment' || kind === 'registered_model') return String(row.name)
  if (kind === 'model_version') return `${row.name}/${row.version}`
  return PLANS[kind].root.owner
    .slice(-2)
    .map((column) => row[column])
    .join('/')
}

type Condition = (db: Executor, chosen: readonly number[]) => RawBuilder<boolean>

const ofExperiments: Condition = (db, chosen) =>
  chosen.length === 0 ? sql`false` : among(db.dialect, sql`experiment_id`, chosen)

/** A version that a run or a model of the experiments became. */
const versionsOfExperiments: Condition = (db, chosen) => sql`(
  v.run_id in (select run_uuid from runs where ${ofExperiments(db, chosen)})
  or v.source in (select 'models:/' || model_id from logged_models where ${ofExperiments(db, chosen)}))`

/** By kind: what belongs to some experiments. */
const BELONGING: Readonly<Record<Kind, Condition>> = {
  experiment: ofExperiments,
  dataset: ofExperiments,
  run: ofExperiments,
  logged_model: ofExperiments,
  trace: ofExperiments,
  registered_model: (db, chosen) => sql`exists (select 1 from model_versions v
    where v.workspace = registered_models.workspace and v.name = registered_models.name
      and ${versionsOfExperiments(db, chosen)})`,
  model_version: (db, chosen) => sql`exists (select 1 from model_versions v
    where v.workspace = model_versions.workspace and v.name = model_versions.name
      and v.version = model_versions.version and ${versionsOfExperiments(db, chosen)})`,
}

function condition(
  db: Executor,
  kind: Kind,
  chosen: readonly number[] | undefined,
  { since }: Selection,
): RawBuilder<boolean> {
  const belonging = chosen ? BELONGING[kind](db, chosen) : sql<boolean>`true`
  const { times } = PLANS[kind]
  if (since === undefined || !times) return belonging
  const recent = times.map((column) => sql`${sql.ref(column)} >= ${since}`)
  return sql`${belonging} and (${sql.join(recent, sql` or `)})`
}

/** The rows of a part that belong to some things; of things with a key of several columns it may find too many. */
export function belongingTo(
  db: Executor,
  { owner, only = {} }: Part,
  root: Part,
  things: readonly AnyRow[],
): RawBuilder<boolean> {
  // Of a key of several columns the name narrows most.
  const place = Math.max(0, root.owner.indexOf('name'))
  const values = things.map((thing) => thing[root.owner[place] ?? ''] as string | number)
  const conditions = Object.entries(only).map(
    ([column, allowed]) => sql<boolean>`${sql.ref(column)} in (${sql.join(allowed)})`,
  )
  const theirs = among(db.dialect, sql.ref(owner[place] ?? ''), [...new Set(values)])
  return sql`${sql.join([theirs, ...conditions], sql` and `)}`
}
