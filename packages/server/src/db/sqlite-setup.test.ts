import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import facts from '../../../contract/facts/schema.json' with { type: 'json' }
import { LONG_READS } from '../long-reads.ts'
import { type Database, openDatabase } from './open.ts'
import { UnusableDatabase } from './revision.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-setup-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function open(file: string): Promise<Database> {
  return openDatabase({
    uri: `sqlite:///${file}`,
    artifactRoot: 'mlflow-artifacts:/',
    longReads: LONG_READS,
    workerScript: new URL('../reader-worker.ts', import.meta.url),
    poolSize: 1,
    readReplicaUri: undefined,
    now: 1_764_000_000_000,
  })
}

const quoted = (name: string) => `"${name}"`

interface Column {
  name: string
  type: string
  notnull: number
  dflt_value: string | null
  pk: number
}
interface Index {
  name: string
  unique: number
  origin: string
}
interface ForeignKey {
  id: number
  seq: number
  table: string
  from: string
  to: string
  on_delete: string
}

type Table = (typeof facts.tracking.tables)['runs']

/** The facts of a table in the words of SQLite's PRAGMAs. */
function expected(table: Table) {
  return {
    columns: table.columns.map(({ name, type, nullable, default: value }) => ({
      name,
      type: type.sqlite,
      nullable,
      default: (value as { sqlite?: string } | null)?.sqlite ?? null,
    })),
    primaryKey: table.primary_key,
    foreignKeys: table.foreign_keys
      .map(({ columns, references, referred_columns, options }) => ({
        columns,
        references,
        referred: referred_columns,
        onDelete: (options as { ondelete?: string }).ondelete ?? 'NO ACTION',
      }))
      .sort(byText),
    indexes: (table.indexes.sqlite as { name: string; columns: string[]; unique: boolean }[])
      .map(({ name, columns, unique }) => ({ name, columns, unique }))
      .sort(byText),
    unique: (table.unique as { columns: string[] }[]).map(({ columns }) => columns).sort(byText),
  }
}

function actual(db: BetterSqlite3.Database, table: string) {
  const pragma = <T>(name: string, of: string) => db.pragma(`${name}(${quoted(of)})`) as T[]
  // The extended form shows generated columns too.
  const columns = pragma<Column>('table_xinfo', table)
  const indexes = pragma<Index>('index_list', table).filter(({ name }) => !name.startsWith('millrace_'))
  const columnsOf = (index: Index) =>
    pragma<{ name: string }>('index_info', index.name).map(({ name }) => name)
  const keys = Map.groupBy(pragma<ForeignKey>('foreign_key_list', table), ({ id }) => id)
  return {
    columns: columns.map(({ name, type, notnull, dflt_value }) => ({
      name,
      type,
      nullable: notnull === 0,
      default: dflt_value,
    })),
    primaryKey: columns
      .filter(({ pk }) => pk > 0)
      .sort((a, b) => a.pk - b.pk)
      .map(({ name }) => name),
    foreignKeys: [...keys.values()]
      .map((parts) => ({
        columns: parts.map((part) => part.from),
        references: parts[0]?.table,
        referred: parts.map((part) => part.to),
        onDelete: parts[0]?.on_delete,
      }))
      .sort(byText),
    indexes: indexes
      .filter(({ origin }) => origin === 'c')
      .map((index) => ({ name: index.name, columns: columnsOf(index), unique: index.unique === 1 }))
      .sort(byText),
    unique: indexes
      .filter(({ origin }) => origin === 'u')
      .map(columnsOf)
      .sort(byText),
  }
}

function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1
}

describe('a new database', () => {
  let db: BetterSqlite3.Database

  beforeAll(async () => {
    const file = join(folder, 'new.db')
    await (await open(file)).close()
    db = new BetterSqlite3(file, { readonly: true })
  })
  afterAll(() => db.close())

  const names = (type: string) =>
    db
      .prepare(
        "SELECT name FROM sqlite_master WHERE type = ? AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'millrace_%' ORDER BY name",
      )
      .pluck()
      .all(type)

  it('has the 65 tables of MLflow and no other', () => {
    expect(Object.keys(facts.tracking.tables)).toHaveLength(65)
    expect(names('table')).toEqual(Object.keys(facts.tracking.tables).sort())
  })

  it.each(Object.entries(facts.tracking.tables) as unknown as [string, Table][])(
    '%s has the columns, keys, indexes and checks of MLflow',
    (name, table) => {
      expect(actual(db, name)).toEqual(expected(table))
      const sql = db
        .prepare('SELECT sql FROM sqlite_master WHERE type = ? AND name = ?')
        .pluck()
        .get('table', name)
      const checks = String(sql).match(/\bCHECK \(.*\)/g) ?? []
      expect(checks).toHaveLength(table.checks.length)
      for (const check of table.checks) expect(checks.join()).toContain(check.sql)
    },
  )

  it('has its triggers and its revision', () => {
    expect(names('trigger')).toEqual(facts.tracking.triggers_sqlite)
    expect(db.prepare('SELECT version_num FROM alembic_version').pluck().all()).toEqual(
      facts.tracking.alembic_head,
    )
  })

  it('has the experiment Default and the default workspace', () => {
    expect(db.prepare('SELECT experiment_id, name, artifact_location FROM experiments').all()).toEqual([
      { experiment_id: 0, name: 'Default', artifact_location: 'mlflow-artifacts:/0' },
    ])
    expect(db.prepare('SELECT name FROM workspaces').pluck().all()).toEqual(['default'])
  })

  it('is sound', () => {
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(db.pragma('foreign_key_check')).toEqual([])
  })
})

it('opening again changes nothing', async () => {
  const file = join(folder, 'again.db')
  await (await open(file)).close()
  const before = await readFile(file)
  await (await open(file)).close()
  expect((await readFile(file)).equals(before)).toBe(true)
})

it('own indexes that somebody dropped come back', async () => {
  const file = join(folder, 'dropped.db')
  await (await open(file)).close()
  const db = new BetterSqlite3(file)
  db.exec('DROP INDEX millrace_runs_page')
  await (await open(file)).close()
  expect(
    db.prepare("SELECT count(*) FROM sqlite_master WHERE name = 'millrace_runs_page'").pluck().get(),
  ).toBe(1)
  db.close()
})

describe('a database that cannot be used is refused with a sentence and not touched', () => {
  const database = (sql: string) => (file: string) => {
    const db = new BetterSqlite3(file)
    db.exec(sql)
    db.close()
  }
  const revision = (id: string) =>
    database(
      `CREATE TABLE alembic_version (version_num VARCHAR(32)); INSERT INTO alembic_version VALUES ('${id}')`,
    )

  it.each<[name: string, make: (file: string) => unknown, message: RegExp]>([
    [
      'of another program',
      database('CREATE TABLE invoices (id)'),
      /holds tables that are not MLflow's \(invoices/,
    ],
    ['of an older MLflow', revision('451aebb31d03'), /schema of an older MLflow.*millrace db upgrade/],
    ['of a newer MLflow', revision('ffffffffffff'), /at revision ffffffffffff.*newer MLflow made it/],
    ['without a revision', database('CREATE TABLE alembic_version (version_num VARCHAR(32))'), /./],
    [
      'that is no database',
      (file) => writeFile(file, 'plain text, '.repeat(100)),
      /is not a SQLite database/,
    ],
  ])('%s', async (name, make, message) => {
    const file = join(folder, `${name}.db`)
    await make(file)
    const before = await readFile(file)
    await expect(open(file)).rejects.toThrow(UnusableDatabase)
    await expect(open(file)).rejects.toThrow(message)
    const after = await readFile(file)
    expect(after).toEqual(before)
  })

  it('in a folder that is not there', async () => {
    await expect(open(join(folder, 'none', 'x.db'))).rejects.toThrow(/cannot be opened/)
  })

  it.each(['mssql://host/db', 'mlflow.db://x'])('at %s', async (uri) => {
    const options = {
      uri,
      artifactRoot: '',
      longReads: {},
      workerScript: new URL('file:///x'),
      now: 0,
      poolSize: 1,
      readReplicaUri: undefined,
    }
    await expect(openDatabase(options)).rejects.toThrow(/names no store: it must be SQLite/)
  })
})
