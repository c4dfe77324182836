import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { USER_TABLES } from '../../packages/server/src/testing/user-tables.ts'
import { MLFLOW_VERSION, realMlflow } from '../helpers/mlflow.ts'
import { describeWith } from '../helpers/programs.ts'
import { PYTHON_ENV } from '../helpers/python-venv.ts'
import { REPOSITORY } from '../helpers/repository.ts'
import { output, run } from '../helpers/run.ts'
import { type Scratch, scratch } from '../helpers/scratch.ts'
import { mlflowProgram, type RunningServer, startServer } from '../helpers/server.ts'

const COMMAND = join(REPOSITORY, 'packages/cli/src/main.ts')

/** What the wire does not tell, in either way of reading. */
const OWN_COLUMNS = new Set(['input_uuid', 'dataset_uuid', 'source_id', 'deleted_time'])

describeWith(['python3'], `copying from and to MLflow ${MLFLOW_VERSION}`, () => {
  let folder: Scratch
  let source: RunningServer
  let target: RunningServer

  beforeAll(async () => {
    folder = scratch('copy')
    const { bin, python } = await realMlflow()
    const start = (name: string) =>
      startServer({ database: folder.file(`${name}.db`), artifacts: folder.file(name) }, mlflowProgram(bin))
    source = await start('source')
    target = await start('target')
    for (const script of ['fill.py', 'fill_registry.py']) {
      await output(python, [join(import.meta.dirname, 'python', script), source.url, 'one'], {
        env: PYTHON_ENV,
      })
    }
  }, 600_000)

  afterAll(async () => {
    await source.stop()
    await target.stop()
    folder.remove()
  })

  const copy = (...args: string[]) =>
    run(process.execPath, [COMMAND, 'copy', ...args], { cwd: folder.file() })

  test('a server read by its REST is what its database holds', async () => {
    expect(await copy(source.url, 'sqlite:///rest.db')).toMatchObject({ code: 0 })
    expect(await copy('sqlite:///source.db', 'sqlite:///tables.db', '--no-artifacts')).toMatchObject({
      code: 0,
    })
    const tables = dump('tables.db')
    const counts = Object.fromEntries(Object.entries(tables).map(([table, rows]) => [table, rows.length]))
    expect(counts).toMatchObject({ runs: 8, model_versions: 9, trace_info: 1 })
    // Servers show neither traces' rows nor what is deleted of models.
    for (const table of TRACES) delete tables[table]
    tables.logged_models = tables.logged_models?.filter((row) => !row.includes('"deleted"')) ?? []
    const gone = (row: string) =>
      row.includes('"Deleted_Internal"') || row.includes('["key","n"],["value","3"]')
    for (const table of ['model_versions', 'model_version_tags']) {
      tables[table] = tables[table]?.filter((row) => !gone(row)) ?? []
    }
    expect(dump('rest.db')).toMatchObject(tables)
  }, 120_000)

  test('a server that is copied to shows the same, and a repeat adds nothing', async () => {
    const first = await copy(source.url, target.url)
    expect(first).toMatchObject({ code: 0 })
    expect(first.stdout).toMatch(/^runs +8 +8 +8$/m)
    const again = await copy(source.url, target.url)
    expect(again).toMatchObject({ code: 0 })
    const copied = again.stdout
      .split('\n')
      .flatMap((line) => /^[a-z ]+ +\d+ +\d+ +(\d+)$/.exec(line)?.[1] ?? [])
    expect(copied.length).toBeGreaterThan(15)
    expect(new Set(copied)).toEqual(new Set(['0']))
    expect(await copy('sqlite:///target.db', 'sqlite:///copied.db', '--no-artifacts')).toMatchObject({
      code: 0,
    })
    const [ours, theirs] = [dump('copied.db'), dump('tables.db')]
    for (const table of [
      'params',
      'metrics',
      'latest_metrics',
      'registered_model_aliases',
      'model_version_tags',
    ]) {
      expect(withoutIds(shown(ours[table])), table).toEqual(withoutIds(shown(theirs[table])))
    }
  }, 180_000)

  function dump(file: string): Record<string, string[]> {
    const db = new Database(folder.file(file), { readonly: true })
    db.defaultSafeIntegers()
    const rows = (table: string) =>
      (db.prepare(`select * from "${table}"`).all() as object[]).map((row) =>
        JSON.stringify(
          Object.entries(row).filter(([column]) => !OWN_COLUMNS.has(column)),
          (_key, value) => (typeof value === 'bigint' ? `${value}` : value),
        ),
      )
    // Each has one of its own, which is carried only with what is in it.
    const isDefault = (row: string) => row.includes('["name","Default"]')
    const dumped = Object.fromEntries(
      [...USER_TABLES, ...TRACES].map((table) => [
        table,
        rows(table)
          .filter((row) => !isDefault(row))
          .sort(),
      ]),
    )
    db.close()
    return dumped
  }
})

/** Without the version that fill.py deletes, which MLflow keeps under another stage, its tag, and tags of origin. */
function shown(rows: readonly string[] = []): string[] {
  const isGone = (row: string) =>
    ['"Deleted_Internal"', '["key","n"],["value","3"]', '"millrace.copied_from"'].some((text) =>
      row.includes(text),
    )
  return rows.filter((row) => !isGone(row))
}

/** Ids are 32 hexadecimal digits. */
function withoutIds(rows: readonly string[] = []): string[] {
  return rows.map((row) => row.replace(/[0-9a-f]{32}/g, 'id')).sort()
}

const TRACES = ['trace_info', 'trace_tags', 'trace_request_metadata', 'spans']
