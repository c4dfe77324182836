import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort } from '../helpers/free-port.ts'
import { run } from '../helpers/run.ts'
import { type Scratch, scratch } from '../helpers/scratch.ts'
import { MILLRACE } from '../helpers/server.ts'

/** A revision that MLflow made long before the one whose schema we have. */
const OLDER = '451aebb31d03'

describe('a server that cannot start says why', () => {
  let folder: Scratch
  const start = async (args: string[], env: Record<string, string> = {}) => {
    const port = String(await freePort())
    const all = [...MILLRACE.args, '--port', port, ...args]
    return run(MILLRACE.command, all, { cwd: folder.file(), env })
  }

  beforeAll(() => {
    folder = scratch('start')
  })
  afterAll(() => folder.remove())

  test.each([
    ['--host', 'no-such-host.invalid'],
    ['--host', '203.0.113.7'],
  ])('%s %s', async (...args) => {
    const { code, stderr } = await start(args)
    expect(stderr).toContain(args[1])
    expect(stderr).toContain('--host')
    expect(stderr).not.toContain('    at ')
    expect(code).toBe(1)
  })

  test('an artifact destination that it cannot serve, before it makes a database', async () => {
    const { code, stderr } = await start([
      ...['--artifacts-destination', 'ssh://user:hunter2@host/path'],
      ...['--backend-store-uri', 'sqlite:///never.db'],
    ])
    expect(stderr).toContain('--artifacts-destination')
    expect(stderr).toContain("'ssh'")
    expect(stderr).not.toContain('hunter2')
    expect(code).toBe(2)
    expect(existsSync(folder.file('never.db'))).toBe(false)
  })

  test('a folder in the database’s place', async () => {
    mkdirSync(folder.file('folder.db'))
    const { code, stderr } = await start(['--backend-store-uri', 'sqlite:///folder.db'])
    expect(stderr).toContain('folder.db cannot be opened')
    expect(code).toBe(1)
  })

  test('a database of an older MLflow, left as it was', async () => {
    const older = new DatabaseSync(folder.file('older.db'))
    older.exec(`create table alembic_version (version_num); insert into alembic_version values ('${OLDER}')`)
    older.close()
    const { code, stderr } = await start(['--backend-store-uri', 'sqlite:///older.db'])
    expect(stderr).toContain('older MLflow')
    expect(stderr).toContain('db upgrade')
    expect(code).toBe(1)
    const after = new DatabaseSync(folder.file('older.db'), { readOnly: true })
    expect(after.prepare('SELECT name FROM sqlite_master').all()).toEqual([{ name: 'alembic_version' }])
    after.close()
  })

  test('a database that another process holds', async () => {
    const holder = new DatabaseSync(folder.file('held.db'))
    holder.exec('create table held (a); begin exclusive')
    const { code, stderr } = await start(['--backend-store-uri', 'sqlite:///held.db'])
    holder.exec('rollback')
    holder.close()
    expect(stderr).toContain('held.db is locked by another process')
    expect(code).toBe(1)
  })

  test('options of Python servers get a note each', async () => {
    const { code, stderr } = await start(['--dev', '--workers', '3', '--host', 'no-such-host.invalid'])
    expect(stderr).toContain('--dev has no effect')
    expect(stderr).toContain('--workers has no effect')
    expect(code).toBe(1)
  })

  test('variables of Python servers get the same notes', async () => {
    const env = { MLFLOW_WORKERS: '3', MLFLOW_GUNICORN_OPTS: '-t 60', MLFLOW_SQLALCHEMYSTORE_ECHO: '1' }
    const { stderr } = await start(['--workers', '4', '--host', 'no-such-host.invalid'], env)
    expect(stderr).toContain('--workers has no effect')
    expect(stderr).not.toContain('MLFLOW_WORKERS')
    expect(stderr).toContain('MLFLOW_GUNICORN_OPTS has no effect')
    expect(stderr).toContain('MLFLOW_SQLALCHEMYSTORE_ECHO has no effect')
  })

  test('a file store in the working folder is opened where no store is named, as MLflow does', async () => {
    mkdirSync(folder.file('mlruns', '0'), { recursive: true })
    writeFileSync(folder.file('mlruns', '0', 'meta.yaml'), "experiment_id: '0'\nname: Default\n")
    const nowhere = ['--host', 'no-such-host.invalid']
    expect((await start(nowhere)).stderr).toContain('the file store ./mlruns is opened')
    const named = await start([...nowhere, '--backend-store-uri', 'sqlite:///named.db'])
    expect(named.stderr).not.toContain('file store')
  })
})
