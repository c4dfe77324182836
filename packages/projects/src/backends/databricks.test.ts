import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { backend } from './databricks.ts'
import { type Bench, endOf, openBench } from './testing.ts'

interface Call {
  readonly path: string
  readonly token: string | undefined
  readonly body: Readonly<Record<string, unknown>>
}

/**
 * Those calls of a workspace that the backend makes, answered as Databricks' reference of its REST API says; that a job is such
 * a job, and that paths and tags are these, was seen on what `mlflow run --backend databricks` of MLflow 3.17.2 sends. No
 * workspace can be had here, so none has been asked.
 */
class DocumentedWorkspace {
  readonly calls: Call[] = []
  readonly files = new Map<string, Buffer>()
  /** A call that this user may not make. */
  refuses = ''
  output: Record<string, unknown> = {}
  state: Record<string, string> = { life_cycle_state: 'PENDING' }
  readonly #open = new Map<number, string>()
  readonly #server: Server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://x')
    const body = request.method === 'GET' ? Object.fromEntries(url.searchParams) : await json(request)
    this.calls.push({ path: url.pathname, token: request.headers.authorization, body: body as Call['body'] })
    if (url.pathname === `/api/2.0/${this.refuses}`) {
      response.writeHead(403, { 'content-type': 'application/json' })
      response.end('{"error_code":"PERMISSION_DENIED","message":"You may not start clusters"}')
      return
    }
    const answer = this.#answer(url.pathname, body as Record<string, string & number>)
    response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' })
    response.end(JSON.stringify(answer ?? { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'not there' }))
  })

  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }

  #answer(path: string, body: Readonly<Record<string, string & number>>): object | undefined {
    const name = path.replace('/api/2.0/', '')
    const { path: file = '', handle = 0 as string & number } = body
    if (name === 'dbfs/get-status') return this.files.has(file) ? { path: file, is_dir: false } : undefined
    if (name === 'dbfs/create') {
      this.files.set(file, Buffer.alloc(0))
      this.#open.set(this.#open.size + 1, file)
      return { handle: this.#open.size }
    }
    if (name === 'dbfs/add-block') {
      const to = this.#open.get(handle) ?? ''
      this.files.set(
        to,
        Buffer.concat([this.files.get(to) ?? Buffer.alloc(0), Buffer.from(body.data ?? '', 'base64')]),
      )
    }
    if (name === 'dbfs/move') {
      this.files.set(body.destination_path ?? '', this.files.get(body.source_path ?? '') ?? Buffer.alloc(0))
      this.files.delete(body.source_path ?? '')
    }
    if (name === 'jobs/runs/submit') return { run_id: 777 }
    if (name === 'jobs/runs/cancel') this.state = { life_cycle_state: 'TERMINATED', result_state: 'CANCELED' }
    if (name === 'jobs/runs/get-output') return { metadata: { run_id: 777 }, ...this.output }
    if (name === 'jobs/runs/get')
      return { run_id: 777, run_page_url: 'https://dbc.example/#job/1/run/1', state: this.state }
    return {}
  }
}

const CLUSTER = {
  new_cluster: { spark_version: '13.3.x-scala2.12', num_workers: 1 },
  libraries: [{ pypi: { package: 'torch' } }],
}

let bench: Bench
let workspace: DocumentedWorkspace
let env: Record<string, string | undefined>
beforeAll(async () => {
  bench = await openBench()
  mkdirSync(join(bench.folder, 'code/.git'), { recursive: true })
  writeFileSync(join(bench.folder, 'code/.git/HEAD'), 'ref')
  writeFileSync(join(bench.folder, 'code/MLproject'), 'name: demo\n')
  // More than one block, and nothing that gzip makes small.
  const noise = Array.from({ length: 50_000 }, (_, at) => createHash('sha256').update(`${at}`).digest())
  writeFileSync(join(bench.folder, 'code/data.bin'), Buffer.concat(noise))
})
afterAll(() => bench.remove())
beforeEach(async () => {
  workspace = new DocumentedWorkspace()
  env = { PATH: process.env.PATH, DATABRICKS_HOST: await workspace.listen(), DATABRICKS_TOKEN: 'tok' }
})
afterEach(() => workspace.close())

function databricksRequest(changes: Parameters<Bench['request']>[0] = {}) {
  const base = bench.request()
  return bench.request({
    project: { ...base.project, folder: join(bench.folder, 'code') },
    variables: { ...base.variables, MLFLOW_TRACKING_URI: 'databricks' },
    config: CLUSTER,
    parameters: { who: `it's $(mine)`, alpha: '0.5' },
    env,
    ...changes,
  })
}

describe("the backend databricks, on the reference of Databricks' REST API", () => {
  test("the project's files are uploaded once, and a job is submitted as MLflow's", async () => {
    const run = await backend.launch(databricksRequest())
    expect(run.id).toBe('777')
    const [path = ''] = workspace.files.keys()
    expect(path).toMatch(/^\/mlflow-experiments\/0\/projects-code\/[0-9a-f]{64}\.tar\.gz$/)
    const tarball = workspace.files.get(path) ?? Buffer.alloc(0)
    expect(path).toContain(createHash('sha256').update(tarball).digest('hex'))
    expect(
      execFileSync('tar', ['-tzf', '-'], { input: tarball, encoding: 'utf8' }).split('\n').sort(),
    ).toEqual(['', './', './MLproject', './data.bin'])
    const { runId } = bench.request().run
    const submitted = workspace.calls.find((call) => call.path.endsWith('/submit'))
    expect(submitted).toEqual({
      path: '/api/2.0/jobs/runs/submit',
      token: 'Bearer tok',
      body: {
        run_name: 'MLflow Run for demo',
        new_cluster: CLUSTER.new_cluster,
        shell_command_task: {
          command: [
            ...[
              'bash',
              '-c',
              expect.stringContaining('exec mlflow run "$folder" "$@"'),
              'bash',
              `/dbfs${path}`,
            ],
            ...['--entry-point', 'main', '-c', `{"_mlflow_local_backend_run_id":"${runId}"}`],
            ...['-P', "who=it's $(mine)", '-P', 'alpha=0.5'],
          ],
          env_vars: { MLFLOW_TRACKING_URI: 'databricks', MLFLOW_EXPERIMENT_ID: '0' },
        },
        libraries: [{ pypi: { package: 'torch' } }, { pypi: { package: 'mlflow==3.17.2' } }],
      },
    })
    expect(await bench.tags()).toMatchObject({
      'mlflow.databricks.runURL': 'https://dbc.example/#job/1/run/1',
      'mlflow.databricks.shellJobRunID': '777',
      'mlflow.databricks.webappURL': env.DATABRICKS_HOST,
    })

    const before = workspace.calls.length
    const again = await backend.launch(databricksRequest())
    expect(workspace.calls.slice(before).map((call) => call.path)).not.toContain('/api/2.0/dbfs/create')
    await Promise.all([run.cancel(), again.cancel()])
  })

  test.each([
    [
      { life_cycle_state: 'TERMINATED', result_state: 'SUCCESS' },
      { status: 'finished', exitCode: 0 },
    ],
    [
      { life_cycle_state: 'TERMINATED', result_state: 'FAILED', state_message: 'exit 3' },
      { status: 'failed', reason: 'Databricks says FAILED: exit 3. See https://dbc.example/#job/1/run/1' },
    ],
    [{ life_cycle_state: 'TERMINATED', result_state: 'CANCELED' }, { status: 'killed' }],
    [{ life_cycle_state: 'INTERNAL_ERROR', state_message: 'no node' }, { status: 'failed' }],
  ])('a job run that ends as %o', async (state, end) => {
    const run = await backend.launch(databricksRequest())
    expect(await run.status()).toBe('scheduled')
    workspace.state = { life_cycle_state: 'RUNNING' }
    expect(await run.status()).toBe('running')
    workspace.state = state
    await run.status()
    expect(await endOf(run)).toMatchObject({ end, stdout: '' })
  })

  test.each([
    ['what it wrote', { logs: 'trained\n' }, { stdout: 'trained\n', stderr: '' }],
    [
      'the end of it, and why it failed',
      { logs: 'end\n', logs_truncated: true, error: 'exit 3', error_trace: 'Traceback' },
      { stdout: '[Databricks keeps no more of what came before.]\nend\n', stderr: 'exit 3\nTraceback\n' },
    ],
  ])('once a job run is over, Databricks tells %s', async (_, output, told) => {
    const run = await backend.launch(databricksRequest())
    workspace.output = output
    workspace.state = { life_cycle_state: 'TERMINATED', result_state: 'SUCCESS' }
    await run.status()
    expect(await endOf(run)).toMatchObject(told)
  })

  test('that the output cannot be had is no failure of the run', async () => {
    const run = await backend.launch(databricksRequest())
    workspace.refuses = 'jobs/runs/get-output'
    workspace.state = { life_cycle_state: 'TERMINATED', result_state: 'SUCCESS' }
    await run.status()
    expect((await endOf(run)).end).toEqual({ status: 'finished', exitCode: 0 })
    expect(bench.reports.at(-1)).toMatch(/cannot be had from Databricks: .*You may not start clusters/)
  })

  test('a cancelled job run is cancelled there', async () => {
    const run = await backend.launch(databricksRequest())
    await run.cancel()
    expect(await run.wait()).toMatchObject({ status: 'killed' })
    expect(workspace.calls.find((call) => call.path.endsWith('/cancel'))?.body).toEqual({ run_id: 777 })
  })

  test('what the script does with the tarball and its arguments', async () => {
    const run = await backend.launch(databricksRequest())
    await run.cancel()
    const [path = ''] = workspace.files.keys()
    const bin = join(bench.folder, 'bin')
    mkdirSync(bin, { recursive: true })
    writeFileSync(join(bin, 'mlflow'), '#!/bin/sh\nls "$2"; shift 2; printf "<%s>" "$@"\n', { mode: 0o755 })
    const tarball = join(bench.folder, 'x.tar.gz')
    writeFileSync(tarball, workspace.files.get(path) ?? '')
    const { shell_command_task: task } =
      workspace.calls.find((call) => call.path.endsWith('/submit'))?.body ?? {}
    const { command } = task as { command: string[] }
    const [bash = '', ...args] = command.map((word) => (word === `/dbfs${path}` ? tarball : word))
    const output = execFileSync(bash, args, { env: { PATH: `${bin}:${process.env.PATH}` }, encoding: 'utf8' })
    expect(output).toMatch(
      /^MLproject\ndata\.bin\n<--entry-point><main><-c><\{.*\}><-P><who=it's \$\(mine\)>/,
    )
  })

  test.each([
    [{}, /needs --backend-config: a JSON file/],
    [{ new_cluster: {}, spark: 1 }, /has no setting 'spark'/],
    [{ new_cluster: {}, libraries: 'x' }, /"libraries" .* must be a list/],
  ])('settings that cannot be: %j', async (config, words) => {
    await expect(backend.check?.(databricksRequest({ config }))).rejects.toThrow(words)
  })

  test('a workspace that is not known, and a store that no cluster can reach', async () => {
    const nobody = { PATH: '', DATABRICKS_CONFIG_FILE: '/nowhere' }
    await expect(backend.check?.(databricksRequest({ env: nobody }))).rejects.toThrow(
      /No host of Databricks is known: set DATABRICKS_HOST and DATABRICKS_TOKEN/,
    )
    const variables = { MLFLOW_TRACKING_URI: 'postgresql://me:hush@db/mlflow' }
    await expect(backend.launch(databricksRequest({ variables }))).rejects.toThrow(
      /cannot reach the tracking store 'postgresql:\/\/db\/mlflow'/,
    )
  })

  test('a refusal of Databricks is told with its words', async () => {
    workspace.refuses = 'jobs/runs/submit'
    await expect(backend.launch(databricksRequest())).rejects.toThrow(/You may not start clusters/)
  })
})
