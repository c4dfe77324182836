import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import BetterSqlite3 from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LONG_READS } from '../../long-reads.ts'
import { DATABASES } from '../../testing/databases.ts'
import { loadOldDatabase, OLD_VERSIONS, type OldVersion } from '../../testing/old-databases.ts'
import { WITHOUT_REFERENCES } from '../../testing/without-references.ts'
import { SCHEMA_REVISION } from '../generated/tables.ts'
import { openDatabase } from '../open.ts'
import { checkDatabase } from './check.ts'
import { type MigratableDatabase, withDatabase } from './database.ts'
import { upgradeDatabase } from './upgrade.ts'

const NOW = 1_764_000_000_000

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-migrations-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** The revisions of the kept databases. */
const REVISIONS: Readonly<Record<OldVersion, string>> = {
  '1.30.1': '97727af70f4d',
  '2.9.2': 'acf3f17fdcc7',
  '2.22.0': '0584bdc529eb',
  '3.1.0': '6953534de441',
  '3.6.0': 'bf29a5ff90ea',
  '3.16.0': 'b7e2c1a4d9f3',
}

describe.each(DATABASES)('an old database on $name', (database) => {
  async function oldDatabase(version: OldVersion): Promise<string> {
    const uri = await database.create(await mkdtemp(join(folder, 'x')))
    await loadOldDatabase(uri, database.name, version)
    return uri
  }

  async function change(uri: string, sql: string): Promise<void> {
    await withDatabase(uri, 'upgrade', async ({ execute }) => {
      for (const statement of WITHOUT_REFERENCES[database.name] ?? []) await execute(statement)
      await execute(sql)
    })
  }

  const upgrade = (uri: string, options: { dryRun?: boolean } = {}) =>
    upgradeDatabase({ uri, now: NOW, backup: false, ...options })

  it.each(OLD_VERSIONS)('of MLflow %s comes to this schema and opens', async (version) => {
    const uri = await oldDatabase(version)
    await expect(open(uri)).rejects.toThrow(/Upgrade it first: millrace db upgrade /)
    const { from, to, steps } = await upgrade(uri)
    expect({ from, to }).toEqual({ from: REVISIONS[version], to: SCHEMA_REVISION })
    expect(steps.length).toBeGreaterThan(10)
    expect(await checkDatabase(uri)).toEqual([])
    await (await open(uri)).close()
    expect(await upgrade(uri)).toEqual({ from: SCHEMA_REVISION, to: SCHEMA_REVISION, steps: [] })
  })

  it('keeps every value of a run', async () => {
    const uri = await oldDatabase('1.30.1')
    const tables = [
      'runs',
      'metrics',
      'latest_metrics',
      'params',
      'tags',
      'experiment_tags',
      'model_version_tags',
    ]
    const before = await rowsOf(uri, tables)
    await upgrade(uri)
    const after = await rowsOf(uri, tables)
    expect(after.model_version_tags?.map(({ workspace, ...row }) => row)).toEqual(before.model_version_tags)
    expect({ ...after, model_version_tags: [] }).toEqual({ ...before, model_version_tags: [] })
  })

  it('moves what traces know into columns', async () => {
    const uri = await oldDatabase('3.16.0')
    await upgrade(uri)
    const { trace_info, spans, trace_tags, jobs } = await rowsOf(uri, [
      'trace_info',
      'spans',
      'trace_tags',
      'jobs',
    ])
    expect(trace_info?.find(({ request_id }) => request_id === 'tr-all')).toMatchObject({
      session_id: 'a session',
      input_tokens: 3,
      total_tokens: 7,
      output_cost: 0.25,
    })
    expect(trace_info?.find(({ request_id }) => request_id === 'tr-gate')).toMatchObject({ total_cost: 5 })
    expect(spans?.find(({ trace_id }) => trace_id === 'tr-all')).toMatchObject({
      model_name: 'gpt-4',
      model_provider: 'openai',
      input_cost: 1.5,
      duration_ns: 2_000_000_000,
    })
    expect(trace_tags?.filter(({ key }) => key === 'mlflow.traceName')).toEqual([])
    expect(jobs?.filter(({ status }) => status === 5).map((job) => job.last_update_time)).toEqual([NOW, NOW])
  })

  it('a dry run shows the statements and changes nothing', async () => {
    const uri = await oldDatabase('2.22.0')
    const { steps } = await upgrade(uri, { dryRun: true })
    expect(steps).toContainEqual(expect.stringMatching(/^create table ["`]?webhooks\b/i))
    expect(steps.at(-1)).toBe(`UPDATE alembic_version SET version_num = '${SCHEMA_REVISION}';`)
    await expect(open(uri)).rejects.toThrow(/revision 0584bdc529eb/)
    expect((await upgrade(uri)).steps).toEqual(steps)
  })

  it.each<[name: string, version: OldVersion, sql: string, message: RegExp]>([
    [
      'a newer revision',
      '2.22.0',
      "update alembic_version set version_num = 'ffffffffffff'",
      /at revision ffffffffffff, which this version does not know: a newer MLflow made it. It was not touched/,
    ],
    [
      'dimensions that no column can hold',
      '3.16.0',
      `update spans set dimension_attributes = '{"other": 1}' where trace_id = 'tr-all'`,
      /Span s of trace tr-all has dimension_attributes that the upgrade cannot keep: \{"other": ?1\}/,
    ],
    [
      'a span whose trace is gone',
      '3.16.0',
      "delete from trace_info where request_id = 'tr-none'",
      /Rows of spans belong to trace tr-none, which is gone. Delete them first: DELETE FROM spans WHERE/,
    ],
  ])('%s is refused and nothing is changed', async (_name, version, sql, message) => {
    const uri = await oldDatabase(version)
    await change(uri, sql)
    const before = await withDatabase(uri, 'check', ({ shape }) => shape())
    await expect(upgrade(uri)).rejects.toThrow(message)
    expect(await withDatabase(uri, 'check', ({ shape }) => shape())).toEqual(before)
  })

  it('that fails half-way is as it was, or is upgraded when the cause is gone', async () => {
    const uri = await oldDatabase('2.22.0')
    await change(uri, 'create view webhooks as select 1 as one')
    const before = await withDatabase(uri, 'check', ({ shape }) => shape())
    await expect(upgrade(uri)).rejects.toThrow(/webhooks.*(Nothing was changed|when it is repeated)/s)
    const after = await withDatabase(uri, 'check', ({ shape }) => shape())
    if (database.name !== 'mysql') expect(after).toEqual(before)
    await change(uri, 'drop view webhooks')
    await upgrade(uri)
    expect(await checkDatabase(uri)).toEqual([])
  })

  it('leaves what somebody else put there', async () => {
    const uri = await oldDatabase('3.6.0')
    await change(uri, 'create table invoices (id integer)')
    await change(uri, 'alter table jobs add column mine integer')
    await change(uri, 'update jobs set mine = 7')
    await change(uri, 'create index my_index on jobs (mine)')
    await change(uri, 'create view my_view as select id, mine from jobs')
    await upgrade(uri)
    const shape = await withDatabase(uri, 'check', (db) => db.shape())
    expect(shape.get('jobs')?.index.has('my_index')).toBe(true)
    const { jobs } = await rowsOf(uri, ['jobs'])
    expect(jobs?.map(({ mine, job_name }) => [mine, typeof job_name])).toEqual(Array(3).fill([7, 'string']))
    expect(shape.has('invoices')).toBe(true)
  })
})

describe('the copy of a SQLite database', () => {
  async function oldFile(): Promise<string> {
    const file = join(await mkdtemp(join(folder, 'x')), 'mlflow.db')
    await loadOldDatabase(`sqlite:///${file}`, 'sqlite', '2.22.0')
    return file
  }

  it('is made first and holds the old rows', async () => {
    const file = await oldFile()
    const copies: string[] = []
    await upgradeDatabase({ uri: `sqlite:///${file}`, now: NOW, onBackup: (copy) => copies.push(copy) })
    expect(copies).toEqual([`${file}.0584bdc529eb-2025-11-24T160000.bak`])
    const copy = new BetterSqlite3(copies[0], { readonly: true })
    expect(copy.prepare('select version_num from alembic_version').pluck().get()).toBe('0584bdc529eb')
    expect(copy.prepare('select count(*) from metrics').pluck().get()).toBe(7)
    copy.close()
  })

  it.each([
    ['not wanted', { backup: false }],
    ['in a dry run', { dryRun: true }],
  ])('is not made when %s', async (_name, options) => {
    const file = await oldFile()
    const before = await readFile(file)
    await upgradeDatabase({ uri: `sqlite:///${file}`, now: NOW, ...options })
    expect(await readdir(join(file, '..'))).toEqual(['mlflow.db'])
    if ('dryRun' in options) expect(await readFile(file)).toEqual(before)
  })
})

it('triggers of a user stay with SQLite tables that are made anew', async () => {
  const file = join(folder, 'trigger.db')
  await loadOldDatabase(`sqlite:///${file}`, 'sqlite', '2.22.0')
  const handle = new BetterSqlite3(file)
  handle.exec('create trigger my_trigger after insert on experiments begin select 1; end')
  await upgradeDatabase({ uri: `sqlite:///${file}`, now: NOW, backup: false })
  const trigger = "select tbl_name from sqlite_master where type = 'trigger' and name = 'my_trigger'"
  expect(handle.prepare(trigger).pluck().get()).toBe('experiments')
  handle.close()
})

it('a file that is not there is not made', async () => {
  const uri = `sqlite:///${join(folder, 'none.db')}`
  await expect(upgradeDatabase({ uri, now: NOW })).rejects.toThrow(/none.db does not exist/)
})

async function open(uri: string) {
  return openDatabase({
    uri,
    artifactRoot: 'mlflow-artifacts:/',
    longReads: LONG_READS,
    workerScript: new URL('../../reader-worker.ts', import.meta.url),
    poolSize: 2,
    readReplicaUri: undefined,
    now: NOW,
  })
}

type Row = Readonly<Record<string, unknown>>

async function rowsOf(uri: string, tables: readonly string[]): Promise<Readonly<Record<string, Row[]>>> {
  return withDatabase(uri, 'check', async ({ db }: MigratableDatabase) => {
    const found: Record<string, Row[]> = {}
    for (const table of tables) {
      const rows = await db.query(db.builder.selectFrom(table as 'jobs').selectAll())
      found[table] = rows.map((row) => ({ ...row })).sort((a, b) => (inspect(a) < inspect(b) ? -1 : 1))
    }
    return found
  })
}
