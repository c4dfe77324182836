import { COLUMNS } from '../db/generated/columns.ts'
import type { SqliteHandle } from '../db/sqlite.ts'

/** Something that a transaction changed, by the names of its columns. */
export interface Change {
  readonly n: bigint
  readonly what: string
  readonly a: string
  readonly b: string | null
  readonly c: string | null
  readonly d: string | null
  readonly e: string | null
  /** Of a point. */
  readonly value: number | null
  readonly timestamp: bigint | null
  readonly step: bigint | null
  readonly is_nan: bigint | null
}

type Event = 'insert' | 'update' | 'delete'

/** What is noted of a change: columns of the row, in turn under `a`, `b` and so on. */
interface Noted {
  readonly table: string
  readonly events: readonly Event[]
  readonly what: string
  readonly columns: readonly string[]
  readonly point?: Readonly<Record<'value' | 'timestamp' | 'step' | 'is_nan', string>>
}

const ANY: readonly Event[] = ['insert', 'update', 'delete']
const WRITTEN: readonly Event[] = ['insert', 'update']

const NOTED: readonly Noted[] = [
  { table: 'experiments', events: WRITTEN, what: 'experiment', columns: ['experiment_id'] },
  { table: 'experiments', events: ['delete'], what: 'experiment gone', columns: ['experiment_id'] },
  { table: 'experiment_tags', events: ANY, what: 'experiment tag', columns: ['experiment_id', 'key'] },
  { table: 'datasets', events: WRITTEN, what: 'dataset', columns: ['experiment_id', 'name', 'digest'] },
  { table: 'runs', events: WRITTEN, what: 'run', columns: ['run_uuid'] },
  { table: 'runs', events: ['delete'], what: 'run gone', columns: ['run_uuid', 'experiment_id'] },
  { table: 'params', events: WRITTEN, what: 'param', columns: ['run_uuid', 'key'] },
  { table: 'tags', events: ANY, what: 'tag', columns: ['run_uuid', 'key'] },
  {
    table: 'metrics',
    events: ['insert'],
    what: 'metric',
    columns: ['run_uuid', 'key'],
    point: { value: 'value', timestamp: 'timestamp', step: 'step', is_nan: 'is_nan' },
  },
  { table: 'inputs', events: WRITTEN, what: 'input', columns: ['input_uuid'] },
  { table: 'input_tags', events: ANY, what: 'input', columns: ['input_uuid'] },
  { table: 'logged_models', events: WRITTEN, what: 'logged model', columns: ['model_id'] },
  {
    table: 'logged_models',
    events: ['delete'],
    what: 'logged model gone',
    columns: ['model_id', 'experiment_id'],
  },
  {
    table: 'logged_model_params',
    events: WRITTEN,
    what: 'logged model param',
    columns: ['model_id', 'param_key'],
  },
  { table: 'logged_model_tags', events: ANY, what: 'logged model tag', columns: ['model_id', 'tag_key'] },
  {
    table: 'logged_model_metrics',
    events: ['insert'],
    what: 'logged model metric',
    columns: ['model_id', 'metric_name', 'run_id', 'dataset_name', 'dataset_digest'],
    point: { value: 'metric_value', timestamp: 'metric_timestamp_ms', step: 'metric_step', is_nan: '' },
  },
  { table: 'registered_models', events: WRITTEN, what: 'registered model', columns: ['name'] },
  { table: 'registered_models', events: ['delete'], what: 'registered model gone', columns: ['name'] },
  { table: 'registered_model_tags', events: ANY, what: 'registered model tag', columns: ['name', 'key'] },
  { table: 'registered_model_aliases', events: ANY, what: 'alias', columns: ['name', 'alias'] },
  { table: 'model_versions', events: WRITTEN, what: 'model version', columns: ['name', 'version'] },
  { table: 'model_versions', events: ['delete'], what: 'model version gone', columns: ['name', 'version'] },
  {
    table: 'model_version_tags',
    events: ANY,
    what: 'model version tag',
    columns: ['name', 'version', 'key'],
  },
  { table: 'millrace_registry_history', events: ['insert'], what: 'registry history', columns: ['id'] },
]

/** Begins the message of SQLite's error where a table's rows are not files; the table's name follows. */
export const NOT_HELD = 'no file holds '

/** Notes in the mirror's own connection what its transactions change; what is rolled back is not noted. */
export class ChangeLog {
  readonly #handle: SqliteHandle

  constructor(handle: SqliteHandle) {
    this.#handle = handle
    handle.exec(`create temp table millrace_log (n integer primary key, what text not null, a text, b text, c text, d text, e text,
      value real, timestamp integer, step integer, is_nan integer)`)
    for (const noted of NOTED) for (const event of noted.events) handle.exec(trigger(noted, event))
    handle.exec(RENAMED)
    const others = Object.keys(COLUMNS).filter((table) => !HELD.has(table) && !table.startsWith('millrace_'))
    for (const table of others) handle.exec(refusal(table))
  }

  /** What the running transaction has changed so far, in order; it is forgotten then. */
  take(): Change[] {
    const changes = this.#handle
      .prepare('select * from temp.millrace_log order by n')
      .safeIntegers()
      .all() as Change[]
    if (changes.length > 0) this.#handle.exec('delete from temp.millrace_log')
    return changes
  }

  /** What `work` changes is not noted: it comes from the files. */
  async quietly<T>(work: () => Promise<T>): Promise<T> {
    const last = this.#handle.prepare('select coalesce(max(n), 0) from temp.millrace_log').pluck().get()
    const result = await work()
    this.#handle.prepare('delete from temp.millrace_log where n > ?').run(last)
    return result
  }
}

function trigger({ table, events, what, columns, point }: Noted, event: Event): string {
  const row = event === 'delete' ? 'old' : 'new'
  const names = ['what', 'a', 'b', 'c', 'd', 'e'].slice(0, columns.length + 1)
  const values = columns.map((column) => `${row}."${column}"`)
  for (const [name, column] of Object.entries(point ?? {})) {
    names.push(name)
    values.push(column === '' ? '0' : `${row}."${column}"`)
  }
  const name = `millrace_${table}_${events.join('_')}_${event}`
  return `create temp trigger ${name} after ${event} on main.${table} begin
    insert into millrace_log (${names.join(', ')}) values ('${what}', ${values.join(', ')}); end`
}

/** The rows below a registered model follow its new name by themselves. */
const RENAMED = `create temp trigger millrace_renamed after update of name on main.registered_models
  when old.name <> new.name begin
    insert into millrace_log (what, a, b) values ('registered model renamed', old.name, new.name); end`

/** Tables whose rows are files; the latest points are made of the others. */
const HELD: ReadonlySet<string> = new Set([...NOTED.map(({ table }) => table), 'latest_metrics'])

/** What no file holds would be lost at the next start. */
function refusal(table: string): string {
  return `create temp trigger millrace_${table}_refused before insert on main."${table}" begin
    select raise(abort, '${NOT_HELD}${table}'); end`
}
