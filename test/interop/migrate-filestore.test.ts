import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { FolderWriter } from '../../packages/server/src/file-store/testing.ts'
import { MLFLOW_VERSION, type RealMlflow, realMlflow } from '../helpers/mlflow.ts'
import { describeWith } from '../helpers/programs.ts'
import { PYTHON_ENV } from '../helpers/python-venv.ts'
import { REPOSITORY } from '../helpers/repository.ts'
import { output, run } from '../helpers/run.ts'
import { scratch } from '../helpers/scratch.ts'

const MAIN = join(REPOSITORY, 'packages/cli/src/main.ts')
const FILL = join(import.meta.dirname, 'python', 'fill_folder.py')
const ENV = { ...PYTHON_ENV, MLFLOW_ALLOW_FILE_STORE: 'true' }

type Row = Record<string, unknown>

describeWith(['python3'], `a file store of MLflow ${MLFLOW_VERSION} taken over`, () => {
  const folder = scratch('migrate')
  const source = folder.file()
  const uri = (name: string) => `sqlite:///${folder.file(name)}`
  let mlflow: RealMlflow

  beforeAll(async () => {
    mlflow = await realMlflow()
    await output(mlflow.python, [FILL, `file://${folder.file('mlruns')}`], { env: ENV })
  }, 600_000)
  afterAll(() => folder.remove())

  test('row by row the same as by mlflow migrate-filestore, but for what that loses', async () => {
    const printed = await output(process.execPath, [MAIN, ...migration(source, uri('ours.db'))])
    const theirs = ['migrate-filestore', '--source', source, '--target', uri('theirs.db'), '--no-progress']
    await output(mlflow.bin, theirs, { env: ENV })
    const ours = contents(folder.file('ours.db'))
    expect(Object.keys(ours).length).toBeGreaterThan(20)
    expect(ours).toEqual(contents(folder.file('theirs.db')))
    expect(printed).toMatch(/Migration completed successfully!\n.* {2}runs +6 +6\n/s)
  }, 180_000)

  test('times and values of assessments are kept, and so are carriage returns', () => {
    const db = new Database(folder.file('ours.db'), { readonly: true })
    const expected = db.prepare("select * from assessments where name = 'expected'").get() as Row
    expect(expected).toMatchObject({ value: '{"a": 1}', assessment_type: 'expectation' })
    expect(expected.created_timestamp).toBeGreaterThan(1_700_000_000_000)
    const param = db.prepare("select value from params where key = 'multi'").pluck().get()
    expect(param).toBe('line one\nline two\r\nline three\n')
    db.close()
  })

  test('the real MLflow opens the result and shows the same runs as of the folder', async () => {
    const script = join(import.meta.dirname, 'python', 'runs_of.py')
    const shown = async (store: string) =>
      JSON.parse(await output(mlflow.python, [script, store], { env: ENV }))
    const runs = await shown(`file://${folder.file('mlruns')}`)
    expect(runs).toHaveLength(6)
    expect(await shown(uri('ours.db'))).toEqual(runs)
  }, 180_000)

  test('killed in the midst and repeated, it is whole', async () => {
    const many = new FolderWriter(folder.file('many', 'mlruns'))
    const runs = 400
    many.experiment('123456789012345678', 'many')
    for (let n = 0; n < runs; n++) fillRun(many, n.toString(16).padStart(32, '0'))
    const args = migration(folder.file('many'), uri('killed.db'))
    const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'ignore', 'pipe'] })
    child.stderr.on('data', (text: Buffer) => text.includes('runs:') && child.kill('SIGKILL'))
    await once(child, 'close')
    expect(child.signalCode).toBe('SIGKILL')
    const { code } = await run(process.execPath, [MAIN, ...args])
    expect(code).toBe(0)
    const db = new Database(folder.file('killed.db'), { readonly: true })
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    const count = (table: string) => db.prepare(`select count(*) from ${table}`).pluck().get()
    expect([count('runs'), count('metrics'), count('latest_metrics')]).toEqual([runs, runs * 200, runs * 2])
    db.close()
  }, 120_000)

  test('a damaged run is named, the rest is taken over, and the exit code is 1', async () => {
    const some = new FolderWriter(folder.file('some', 'mlruns'))
    some.experiment('1', 'some')
    fillRun(some, 'a'.repeat(32), '1')
    fillRun(some, 'b'.repeat(32), '1')
    some.value(join('1', 'b'.repeat(32), 'meta.yaml'), '')
    const args = migration(folder.file('some'), uri('some.db'))
    const { code, stderr } = await run(process.execPath, [MAIN, ...args])
    expect(code).toBe(1)
    expect(stderr).toContain(`Left out: run ${'b'.repeat(32)}: `)
    const db = new Database(folder.file('some.db'), { readonly: true })
    expect(db.prepare('select run_uuid from runs').pluck().all()).toEqual(['a'.repeat(32)])
    db.close()
  }, 60_000)
})

function migration(source: string, target: string): string[] {
  return ['migrate-filestore', '--source', source, '--target', target]
}

function fillRun(folder: FolderWriter, id: string, experiment = '123456789012345678'): void {
  folder.run(experiment, id, id)
  const points = Array.from({ length: 100 }, (_, step) => `${step} ${step / 7} ${step}\n`)
  for (const metric of ['a', 'b']) folder.append(join(experiment, id, 'metrics', metric), points.join(''))
}

/** All rows of all tables that hold some, in an order of their own, ids that are drawn by chance taken out. */
function contents(file: string): Record<string, string[]> {
  const db = new Database(file, { readonly: true })
  db.defaultSafeIntegers()
  const tables = db
    .prepare("select name from sqlite_master where type = 'table' and name not like 'millrace_%'")
    .pluck()
    .all() as string[]
  const datasets = new Map(
    (db.prepare('select * from datasets').all() as Row[]).map((row) => [
      row.dataset_uuid,
      `${row.name}/${row.digest}`,
    ]),
  )
  const inputs = new Map(
    (db.prepare('select * from inputs').all() as Row[]).map((row) => [
      row.input_uuid,
      `${datasets.get(row.source_id) ?? row.source_id}>${row.destination_id}`,
    ]),
  )
  const plain = (table: string, row: Row): string => {
    const known = LOST[table] ?? []
    const entries = Object.entries(row)
      .filter(([column]) => !known.includes(column))
      .map(([column, value]) => [column, datasets.get(value) ?? inputs.get(value) ?? value])
    return JSON.stringify(entries, (_, value) =>
      typeof value === 'bigint' ? String(value) : value,
    ).replaceAll('\\r\\n', '\\n')
  }
  const rows = tables.map((table) => [
    table,
    (db.prepare(`select * from "${table}"`).all() as Row[]).map((row) => plain(table, row)).sort(),
  ])
  db.close()
  return Object.fromEntries(rows.filter(([, list]) => (list?.length ?? 0) > 0))
}

/** What mlflow migrate-filestore does not read; the aggregate follows the value. */
const LOST: Readonly<Record<string, readonly string[]>> = {
  assessments: ['created_timestamp', 'last_updated_timestamp', 'value'],
}
