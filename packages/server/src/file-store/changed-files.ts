import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { SqliteHandle } from '../db/sqlite.ts'
import type { Change } from './change-log.ts'
import type { FileChange, FolderMove } from './file-writer.ts'
import { isMissing, readText } from './files.ts'
import { historyLine } from './history-file.ts'
import { META } from './layout.ts'
import { formatMeta, type NewMeta, parseTyped } from './meta-file.ts'
import { lineValue } from './metric-file.ts'
import { NEW_METAS, type StoredRow } from './new-metas.ts'
import { keyPath, type Places } from './places.ts'

/** Turns what a transaction changed into what becomes of files. */
export class ChangedFiles {
  readonly #files = new Map<string, FileChange>()
  readonly #moves = new Map<string, FolderMove & { readonly id: string }>()
  readonly #handle: SqliteHandle
  readonly #places: Places

  constructor(handle: SqliteHandle, places: Places) {
    this.#handle = handle
    this.#places = places
  }

  get files(): FileChange[] {
    return [...this.#files.values()]
  }

  /** Folders that move after the files in them are written. */
  get moves(): FolderMove[] {
    return [...this.#moves.values()]
  }

  /** Renamed models move before anything is written below their new name. */
  renames(changes: readonly Change[]): FolderMove[] {
    return changes
      .filter(({ what }) => what === 'registered model renamed')
      .map(({ a, b }) => ({ from: this.#places.registeredModel(a), to: this.#places.registeredModel(b) }))
  }

  add(changes: readonly Change[]): void {
    const datasets = datasetsOfPoints(changes)
    for (const change of changes) this.#one(change, datasets)
  }

  /** To be called when all of it is done. */
  done(): void {
    for (const { id, to } of this.#moves.values()) if (id !== '') this.#places.moved(id, to)
  }

  #one(change: Change, datasets: ReadonlyMap<string, string>): void {
    const { what, a, b, c } = change
    const places = this.#places
    const actions: Readonly<Record<string, () => void>> = {
      experiment: () => this.#experiment(a),
      'experiment gone': () => this.#gone(places.experiment(a), a),
      'experiment tag': () =>
        this.#pair(places.experiment(a), 'tags', b, 'experiment_tags', { experiment_id: a, key: b }),
      dataset: () => this.#dataset(a, String(b), String(c)),
      run: () => this.#run(a),
      'run gone': () => this.#gone(places.run(b, a)),
      param: () => this.#pair(this.#ofRun(a), 'params', b, 'params', { run_uuid: a, key: b }),
      tag: () => this.#pair(this.#ofRun(a), 'tags', b, 'tags', { run_uuid: a, key: b }),
      metric: () =>
        this.#line(this.#ofRun(a), b, `${point(change)}${datasets.get(pointKey(a, b, change)) ?? ''}`),
      input: () => this.#input(a),
      'logged model': () => this.#loggedModel(a),
      'logged model gone': () => this.#gone(places.loggedModel(b, a)),
      'logged model param': () =>
        this.#pair(this.#ofModel(a), 'params', b, 'logged_model_params', { model_id: a, param_key: b }),
      'logged model tag': () =>
        this.#pair(this.#ofModel(a), 'tags', b, 'logged_model_tags', { model_id: a, tag_key: b }),
      'logged model metric': () =>
        this.#line(this.#ofModel(a), b, `${point(change)} ${c}${datasets.get(pointKey(c, b, change)) ?? ''}`),
      'registered model': () => this.#registeredModel(a),
      'registered model gone': () => this.#gone(places.registeredModel(a)),
      'registered model tag': () =>
        this.#pair(places.registeredModel(a), 'tags', b, 'registered_model_tags', { name: a, key: b }),
      alias: () => {
        this.#pair(places.registeredModel(a), 'aliases', b, 'registered_model_aliases', { name: a, alias: b })
        this.#registeredModel(a)
      },
      'model version': () => this.#version(a, b),
      'model version gone': () => this.#gone(places.version(a, b)),
      'model version tag': () =>
        this.#pair(places.version(a, b), 'tags', c, 'model_version_tags', { name: a, version: b, key: c }),
      'registry history': () => this.#history(a),
    }
    actions[what]?.()
  }

  #experiment(id: string): void {
    const row = this.#row('experiments', { experiment_id: id })
    if (row === undefined) return
    const folder = this.#places.experiment(id)
    this.#meta(folder, META, NEW_METAS.experiment(row, metaBefore(folder)))
    const to = this.#places.experimentIn(id, row.lifecycle_stage)
    if (to !== folder) this.#moves.set(folder, { id, from: folder, to })
    else this.#moves.delete(folder)
  }

  #run(id: string): void {
    const row = this.#row('runs', { run_uuid: id })
    if (row === undefined) return
    const folder = this.#places.run(row.experiment_id, id)
    this.#folders(folder)
    this.#meta(folder, META, NEW_METAS.run(row))
  }

  /** A new thing has them all, empty or not: MLflow lists them without looking whether they are there. */
  #folders(folder: string): void {
    if (existsSync(join(folder, META))) return
    for (const key of ['metrics', 'params', 'tags', 'artifacts']) {
      this.#files.set(join(folder, key), { folder, key, isFolder: true })
    }
  }

  #dataset(experiment_id: string, name: string, digest: string): void {
    const row = this.#row('datasets', { experiment_id, name, digest })
    if (row === undefined) return
    const folder = this.#places.experiment(experiment_id)
    this.#meta(folder, `datasets/${datasetHash(row)}/${META}`, NEW_METAS.dataset(row))
  }

  /** MLflow names an input by what it comes from and its run, and an output by its model. */
  #input(input_uuid: string): void {
    const input = this.#row('inputs', { input_uuid })
    if (input === undefined) return
    const run = String(input.destination_type === 'RUN' ? input.destination_id : input.source_id)
    const dataset =
      input.source_type === 'DATASET' ? this.#row('datasets', { dataset_uuid: input.source_id }) : undefined
    if (input.source_type === 'DATASET' && dataset === undefined) return
    const source = dataset ? datasetHash(dataset) : String(input.destination_id)
    const tags = this.#rows('input_tags', { input_uuid })
    const meta = {
      destination_id: source,
      source_id: source,
      tags: Object.fromEntries(tags.map(({ name, value }) => [name, value])),
    }
    const folder = this.#ofRun(run)
    if (input.source_type === 'RUN_OUTPUT') {
      const key = `${keyPath('outputs', source)}/${META}`
      const ends = { destination_type: 'MODEL_OUTPUT', source_type: 'RUN_OUTPUT', step: input.step }
      this.#meta(folder, key, { ...meta, ...ends })
    } else {
      const ends = { destination_type: 'RUN', source_type: dataset ? 'DATASET' : 'MODEL' }
      this.#meta(folder, `inputs/${md5(source + run)}/${META}`, { ...meta, ...ends })
    }
  }

  #loggedModel(model_id: string): void {
    const row = this.#row('logged_models', { model_id })
    if (row === undefined) return
    const folder = this.#places.loggedModel(row.experiment_id, model_id)
    this.#folders(folder)
    this.#meta(folder, META, NEW_METAS.logged_model(row))
  }

  #registeredModel(name: string): void {
    const row = this.#row('registered_models', { name })
    if (row === undefined) return
    const folder = this.#places.registeredModel(name)
    const aliases = this.#rows('registered_model_aliases', { name })
    this.#meta(folder, META, NEW_METAS.registered_model(row, metaBefore(folder), aliases))
  }

  #version(name: string, version: string | null): void {
    const row = this.#row('model_versions', { name, version })
    const folder = this.#places.version(name, version)
    if (row) this.#meta(folder, META, NEW_METAS.model_version(row, metaBefore(folder)))
  }

  /** A file that holds a value; it goes where the row is gone. */
  #pair(folder: string, part: string, key: string | null, table: string, where: StoredRow): void {
    const path = keyPath(part, String(key))
    const row = this.#row(table, where)
    const value = row && (row.value ?? row.param_value ?? row.tag_value ?? row.version ?? '')
    const place = { folder, key: path }
    this.#files.set(join(folder, path), row ? { ...place, text: String(value) } : { ...place, gone: true })
  }

  #meta(folder: string, key: string, meta: NewMeta): void {
    this.#files.set(join(folder, key), { folder, key, text: formatMeta(meta) })
  }

  #history(id: string): void {
    const row = this.#row('millrace_registry_history', { id })
    if (row) this.#append(this.#places.history(), historyLine(row))
  }

  #line(folder: string, metric: string | null, line: string): void {
    this.#append({ folder, key: keyPath('metrics', String(metric)) }, line)
  }

  #append({ folder, key }: { folder: string; key: string }, line: string): void {
    const path = join(folder, key)
    const there = this.#files.get(path)
    if (there && 'lines' in there) (there.lines as string[]).push(line)
    else this.#files.set(path, { folder, key, lines: [line] })
  }

  /** Nothing is written any more to what goes. */
  #gone(folder: string, id = ''): void {
    for (const [path, file] of this.#files) {
      if (file.folder === folder || file.folder.startsWith(`${folder}/`)) this.#files.delete(path)
    }
    this.#moves.set(folder, { id, from: folder, to: undefined })
  }

  readonly #owners = new Map<string, string>()

  #ofRun(run_uuid: string): string {
    return this.#owned(run_uuid, () => {
      return this.#places.run(this.#row('runs', { run_uuid })?.experiment_id, run_uuid)
    })
  }

  #ofModel(model_id: string): string {
    return this.#owned(model_id, () => {
      return this.#places.loggedModel(this.#row('logged_models', { model_id })?.experiment_id, model_id)
    })
  }

  #owned(id: string, find: () => string): string {
    const known = this.#owners.get(id) ?? find()
    this.#owners.set(id, known)
    return known
  }

  #row(table: string, where: StoredRow): StoredRow | undefined {
    return this.#rows(table, where)[0]
  }

  #rows(table: string, where: StoredRow): StoredRow[] {
    const conditions = Object.keys(where).map((column) => `"${column}" = ?`)
    const sql = `select * from main."${table}" where ${conditions.join(' and ')}`
    return this.#statement(sql).all(Object.values(where)) as StoredRow[]
  }

  #statement(sql: string) {
    let statement = statements.get(this.#handle)?.get(sql)
    if (statement) return statement
    statement = this.#handle.prepare(sql).safeIntegers()
    const known = statements.get(this.#handle) ?? new Map()
    statements.set(this.#handle, known.set(sql, statement))
    return statement
  }
}

const statements = new WeakMap<SqliteHandle, Map<string, ReturnType<SqliteHandle['prepare']>>>()

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex')
}

/** How MLflow names a dataset's folder. */
function datasetHash({ name, digest }: StoredRow): string {
  return md5(`${name}${digest}`)
}

function metaBefore(folder: string): NewMeta {
  try {
    return parseTyped(readText(join(folder, META)))
  } catch (error) {
    if (isMissing(error)) return {}
    throw error
  }
}

function point({ value, timestamp, step, is_nan }: Change): string {
  return `${timestamp} ${lineValue(value ?? 0, Number(is_nan))} ${step}`
}

function pointKey(run: string | null, key: string | null, { timestamp, step }: Change): string {
  return `${run}\n${key}\n${timestamp}\n${step}`
}

/** The table of points has no column for the dataset of one; the same point of a model has. */
function datasetsOfPoints(changes: readonly Change[]): Map<string, string> {
  const datasets = new Map<string, string>()
  for (const change of changes) {
    if (change.what !== 'logged model metric' || change.d === null) continue
    datasets.set(pointKey(change.c, change.b, change), ` ${change.d} ${change.e ?? ''}`.trimEnd())
  }
  return datasets
}
