import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { api } from '../helpers/api.ts'
import { freePort } from '../helpers/free-port.ts'
import { type Scratch, scratch } from '../helpers/scratch.ts'
import { MILLRACE, startServer } from '../helpers/server.ts'

interface Ended {
  code: number | null
  output: string
}

/** Runs `millrace server` until it ends by itself. */
async function endOf(args: string[], env: Record<string, string> = {}): Promise<Ended> {
  const child = spawn(MILLRACE.command, [...MILLRACE.args, ...args], { env: { ...process.env, ...env } })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { code, output }
}

describe('millrace server', () => {
  let folder: Scratch
  const start = (args: string[] = [], prefix = '') =>
    startServer(
      { database: folder.file('mlflow.db'), artifacts: folder.file('artifacts'), args, prefix },
      MILLRACE,
    )

  beforeAll(() => {
    folder = scratch('operation')
  })
  afterAll(() => folder.remove())

  test('lists its options', async () => {
    const { code, output } = await endOf(['--help'])
    expect(code).toBe(0)
    for (const option of ['--backend-store-uri', '--artifacts-destination', '--static-prefix', '--workers']) {
      expect(output).toContain(option)
    }
  })

  test.each([
    [['--app-name', 'basic-auth'], {}, 'authentication'],
    [['--enable-workspaces'], {}, 'workspaces'],
    [[], { MLFLOW_READ_REPLICA_BACKEND_STORE_URI: 'sqlite:///x.db' }, 'read replica'],
    [['--port', 'x'], {}, 'port'],
    [['--static-prefix', 'x'], {}, '--static-prefix'],
    [['--no-such-option'], {}, 'unknown option'],
    [['--artifacts-only', '--no-serve-artifacts'], {}, 'cannot be used together'],
    [[], { MLFLOW_SERVE_ARTIFACTS: 'perhaps' }, 'MLFLOW_SERVE_ARTIFACTS'],
  ])('refuses %j %j with a sentence', async (args, env, word) => {
    const { code, output } = await endOf(args as string[], env as Record<string, string>)
    expect(output).toContain(word)
    expect(output).not.toContain('    at ')
    expect(code).toBe(2)
  })

  test('names a taken port and another', async () => {
    const port = await freePort()
    const other = createServer().listen(port, '127.0.0.1')
    const store = `sqlite:///${folder.file('port.db')}`
    const { code, output } = await endOf(['--port', String(port), '--backend-store-uri', store])
    other.close()
    expect(output).toContain(`Port ${port} is taken`)
    expect(code).toBe(1)
  })

  test('refuses what is not an MLflow database, and does not touch it', async () => {
    const text = folder.file('text.db')
    writeFileSync(text, 'not a database at all, only some words that fill a page'.repeat(100))
    const foreign = folder.file('foreign.db')
    const newer = folder.file('newer.db')
    new DatabaseSync(foreign).exec('create table pets (name)')
    new DatabaseSync(newer).exec(
      "create table alembic_version (version_num); insert into alembic_version values ('ffffffffffff')",
    )
    for (const [file, word] of [
      [text, 'not a SQLite database'],
      [foreign, "not MLflow's"],
      [newer, 'a newer MLflow made it'],
      [folder.file('no', 'such', 'folder.db'), 'cannot be opened'],
    ] as const) {
      const { code, output } = await endOf(['--backend-store-uri', `sqlite:///${file}`])
      expect(output).toContain(word)
      expect(output).not.toContain('    at ')
      expect(code).toBe(1)
    }
    expect(new DatabaseSync(foreign).prepare('select name from sqlite_master').all()).toEqual([
      { name: 'pets' },
    ])
  })

  test('never shows a password of a URI', async () => {
    const { code, output } = await endOf(['--backend-store-uri', 'postgresql://user:hunter2@db/mlflow'])
    expect(code).toBe(1)
    expect(output).not.toContain('hunter2')
    expect(output).toContain('postgresql')
  })

  test('stops cleanly with an open event stream and an idle connection', async () => {
    const server = await start()
    const stream = await fetch(`${server.url}/ajax-api/3.0/millrace/events`)
    await fetch(`${server.url}/health`)
    const begun = Date.now()
    await server.stop()
    await stream.text()
    expect(Date.now() - begun).toBeLessThan(10_000)
  })

  test('serves everything below a prefix', async () => {
    const server = await start([], '/ml')
    const status = async (url: string) => (await fetch(url)).status
    const paths = [
      ['/version', 200],
      ['/api/3.0/mlflow/server-info', 200],
      ['/api/2.0/mlflow/experiments/get?experiment_id=0', 200],
      ['/ajax-api/2.0/mlflow/experiments/get?experiment_id=0', 200],
      ['/api/2.0/mlflow/logged-models/none', 404],
      ['', 200],
    ] as const
    for (const [path, wanted] of paths) expect(await status(server.url + path)).toBe(wanted)
    const bare = server.url.replace('/ml', '')
    expect(await status(`${bare}/api/2.0/mlflow/experiments/get?experiment_id=0`)).toBe(404)
    await server.stop()
  })

  test('serves only artifacts, or all but them, when told', async () => {
    const only = await start(['--artifacts-only'])
    expect((await fetch(`${only.url}/api/2.0/mlflow-artifacts/artifacts`)).status).toBe(200)
    expect((await fetch(`${only.url}/api/2.0/mlflow/experiments/get?experiment_id=0`)).status).toBe(503)
    await only.stop()
    const none = await start(['--no-serve-artifacts'])
    expect((await fetch(`${none.url}/api/2.0/mlflow-artifacts/artifacts`)).status).toBe(503)
    await none.stop()
  })

  test('counts requests for Prometheus', async () => {
    const server = await start(['--expose-prometheus', folder.file('metrics')])
    await api(server.url, 'experiments/get?experiment_id=0')
    const text = await (await fetch(`${server.url}/metrics`)).text()
    expect(text).toMatch(
      /mlflow_http_request_total\{method="GET",path="2.0\/mlflow\/experiments\/get",status="200"\} 1/,
    )
    expect(text).toContain('process_cpu_seconds_total')
    await server.stop()
  })
})
