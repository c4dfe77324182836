import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Executor } from '../db/executor.ts'
import { COLUMNS } from '../db/generated/columns.ts'
import { among } from '../search/compile.ts'
import type { Bundle, Kind } from './bundle.ts'
import { insertInPieces } from './insert-rows.ts'
import { anotherOne } from './origin-tag.ts'
import { type PlacedExperiment, placeExperiment } from './place-experiment.ts'
import { type AnyRow, belongingTo, keyOf, select } from './read-database.ts'
import { NO_EXPERIMENT } from './row-errors.ts'
import type { Counts } from './store.ts'
import { type Part, PLANS, type Table } from './tables.ts'

/** What has another id in the target: from the source's to the target's. */
export interface Moved {
  readonly experiments: Map<string, number>
  readonly datasets: Map<string, string>
}

/** Rows that never change once they are there: they go in without a look at what is there. */
const NEVER_CHANGE: ReadonlySet<Table> = new Set([
  'metrics',
  'logged_model_metrics',
  'input_tags',
  'span_metrics',
])

/** Folders know no difference between a text that is empty and none. */
const EMPTY_IS_NONE: ReadonlySet<Table> = new Set(['runs', 'logged_models'])

/** What the target's row keeps of its own. */
const OF_THE_TARGET: Readonly<Partial<Record<Table, readonly string[]>>> = {
  datasets: ['dataset_uuid'],
  inputs: ['input_uuid'],
  entity_associations: ['association_id', 'created_time'],
}

/** Writes bundles within a transaction; what it found out counts only when that is committed. */
export class BatchWriter {
  readonly moved: Moved
  readonly copied: Counts = {}
  readonly notes: string[] = []
  readonly #tx: Executor
  readonly #inputs = new Map<string, string>()

  constructor(tx: Executor, moved: Moved) {
    this.#tx = tx
    this.moved = { experiments: new Map(moved.experiments), datasets: new Map(moved.datasets) }
  }

  /** Writes bundles of one kind; those that they refer to were written before. */
  async write(kind: Kind, bundles: readonly Bundle[]): Promise<void> {
    if (bundles.length === 0) return
    const { root, parts } = PLANS[kind]
    const there = kind === 'experiment' ? await this.#place(bundles) : await this.#writeRoots(root, bundles)
    for (const table of new Set(parts.map((part) => part.table))) {
      const rows = this.#rows(bundles, table)
      if (rows.length === 0) continue
      const before = NEVER_CHANGE.has(table) ? [] : await this.#before(parts, table, root, there)
      await this.#writeRows(table, rows, before)
    }
    await this.#writeRows('input_tags', this.#rows(bundles, 'input_tags'), [])
  }

  /** @returns the experiments that were there before. */
  async #place(bundles: readonly Bundle[]): Promise<AnyRow[]> {
    const placed: PlacedExperiment[] = []
    for (const row of bundles.flatMap(({ rows }) => rows.experiments ?? [])) {
      placed.push(await placeExperiment(this.#tx, filled('experiments', row)))
    }
    for (const { from, to, copied, note } of placed) {
      this.moved.experiments.set(from, to)
      this.#count('experiments', copied)
      if (note) this.notes.push(note)
    }
    return placed.filter(({ wasThere }) => wasThere).map(({ to }) => ({ experiment_id: to }))
  }

  /** @returns those that were there before. */
  async #writeRoots(root: Part, bundles: readonly Bundle[]): Promise<AnyRow[]> {
    // Of a thing that comes in pieces the first alone holds the row, and was written before.
    const pieces = bundles
      .filter(({ rows }) => !rows[root.table])
      .map(({ id }) => ({ [root.owner[0] ?? '']: id }))
    let rows = this.#rows(bundles, root.table)
    if (rows.length === 0) return pieces
    const keys = new Set(rows.map((row) => keyOf(row, root.owner)))
    const there = (await this.#partRows(root, root, rows)).filter((row) => keys.has(keyOf(row, root.owner)))
    if (root.table === 'datasets') rows = await this.#withFreeIds(rows, there)
    await this.#writeRows(root.table, rows, there)
    return [...there, ...pieces]
  }

  /** Sources that know no ids of datasets make them up of names and numbers, so that two of them may take the same. */
  async #withFreeIds(rows: readonly AnyRow[], there: readonly AnyRow[]): Promise<AnyRow[]> {
    const { key } = COLUMNS.datasets
    const known = new Set(there.map((row) => keyOf(row, key)))
    const ids = rows.map(({ dataset_uuid }) => String(dataset_uuid))
    const taken = await select(this.#tx, 'datasets', among(this.#tx.dialect, sql`dataset_uuid`, ids))
    return rows.map((row) => {
      const isTaken = taken.some(({ dataset_uuid }) => dataset_uuid === row.dataset_uuid)
      if (!isTaken || known.has(keyOf(row, key))) return row
      const dataset_uuid = createHash('md5').update(`${row.dataset_uuid}/${row.experiment_id}`).digest('hex')
      this.moved.datasets.set(String(row.dataset_uuid), dataset_uuid)
      return { ...row, dataset_uuid }
    })
  }

  /** The rows of a table that belong to things that were there before. */
  async #before(parts: readonly Part[], table: Table, root: Part, there: readonly AnyRow[]) {
    if (there.length === 0) return []
    const rows: AnyRow[] = []
    for (const part of parts) {
      if (part.table === table) rows.push(...(await this.#partRows(part, root, there)))
    }
    return rows
  }

  #partRows(part: Part, root: Part, roots: readonly AnyRow[]): Promise<AnyRow[]> {
    return select(this.#tx, part.table, belongingTo(this.#tx, part, root, roots))
  }

  /** Writes those of the rows that are new or differ from what was there before. */
  async #writeRows(table: Table, rows: readonly AnyRow[], before: readonly AnyRow[]): Promise<void> {
    if (rows.length === 0) return
    const mayBeThere = NEVER_CHANGE.has(table)
    const news = before.length === 0 ? rows : this.#changed(table, rows, before)
    const inserted = await insertInPieces(this.#tx, table, news, mayBeThere)
    this.#count(table, mayBeThere ? inserted : news.length)
  }

  #changed(table: Table, rows: readonly AnyRow[], before: readonly AnyRow[]): AnyRow[] {
    const { key } = COLUMNS[table]
    const byKey = new Map(before.map((row) => [keyOf(row, key), row]))
    return rows.flatMap((row) => {
      const there = byKey.get(keyOf(row, key))
      if (!there) return [row]
      const own = OF_THE_TARGET[table] ?? []
      assertSameThing(table, row, there)
      this.#remember(table, row, there)
      const changed = { ...row, ...Object.fromEntries(own.map((column) => [column, there[column]])) }
      return isSame(changed, there, EMPTY_IS_NONE.has(table)) || isEarlier(table, changed, there)
        ? []
        : [changed]
    })
  }

  #remember(table: Table, row: AnyRow, there: AnyRow): void {
    if (table === 'datasets') this.moved.datasets.set(String(row.dataset_uuid), String(there.dataset_uuid))
    if (table === 'inputs') this.#inputs.set(String(row.input_uuid), String(there.input_uuid))
  }

  /** A table's rows with all their columns, and the ids that the target has for them. */
  #rows(bundles: readonly Bundle[], table: Table): AnyRow[] {
    const own = (row: AnyRow) => this.#withOwnIds(table, row)
    return bundles.flatMap(({ rows }) => (rows[table] ?? []).map((row) => own(filled(table, row))))
  }

  #withOwnIds(table: Table, row: Record<string, unknown>): AnyRow {
    const { experiments, datasets } = this.moved
    if (row.experiment_id !== undefined && row.experiment_id !== null) {
      const experiment = experiments.get(String(row.experiment_id))
      // Its number in the source may be that of another one here.
      if (experiment === undefined) throw new RangeError(NO_EXPERIMENT)
      row.experiment_id = experiment
    }
    if (table === 'inputs' && row.source_type === 'DATASET') {
      row.source_id = datasets.get(String(row.source_id)) ?? row.source_id
    }
    if (table === 'logged_model_metrics') {
      row.dataset_uuid = datasets.get(String(row.dataset_uuid)) ?? row.dataset_uuid
    }
    if (table === 'input_tags') row.input_uuid = this.#inputs.get(String(row.input_uuid)) ?? row.input_uuid
    return row
  }

  #count(table: Table, count: number): void {
    this.copied[table] = (this.copied[table] ?? 0) + count
  }
}

function filled(table: Table, row: AnyRow): Record<string, unknown> {
  const whole: Record<string, unknown> = {}
  const { columns } = COLUMNS[table]
  for (const column in columns) whole[column] = row[column] ?? columns[column]
  return whole
}

/** What the registry has under one name and was made at another time is something else, and must not be written over. */
function assertSameThing(table: Table, row: AnyRow, there: AnyRow): void {
  if (table !== 'registered_models' && table !== 'model_versions') return
  const [made, other] = [row.creation_time, there.creation_time]
  // biome-ignore lint/suspicious/noDoubleEquals: 5n == 5
  if (made == null || other == null || made == other) return
  const what = table === 'registered_models' ? 'model' : `version ${row.version}`
  throw new RangeError(anotherOne(what, String(row.name), other))
}

/** Whole numbers may come as bigints. */
export function isSame(a: AnyRow, b: AnyRow, emptyIsNone = false): boolean {
  return Object.keys(a).every((column) => {
    const [one, other] = [a[column], b[column]]
    // biome-ignore lint/suspicious/noDoubleEquals: 5n == 5
    if (one === other || one == other) return true
    return emptyIsNone && ((one === null && other === '') || (one === '' && other === null))
  })
}

/** What both sides have of a metric goes on from the later one. */
function isEarlier(table: Table, row: AnyRow, there: AnyRow): boolean {
  if (table !== 'latest_metrics') return false
  for (const column of ['step', 'timestamp', 'value']) {
    const [mine, other] = [row[column] as number, there[column] as number]
    if (mine > other) return false
    if (mine < other) return true
  }
  return false
}
