import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, type RunRecord } from '@millrace/sdk'
import { afterAll, expect, test } from 'vitest'
import { scratch } from '../../../test/helpers/scratch.ts'
import { type RunProjectOptions, runProject } from './run.ts'

const folder = scratch('run')
const trackingUri = `sqlite:///${folder.file('m.db')}`
const client = new Client({ trackingUri, env: {} })
const env = { ...process.env, MLFLOW_ENV_ROOT: folder.file('envs'), MLFLOW_TRACKING_URI: undefined }
let count = 0
const LONG = 'k'.repeat(251)

// To see what is left there.
process.env.TMPDIR = folder.file('tmp')
mkdirSync(folder.file('tmp'))

afterAll(async () => {
  await client.close()
  folder.remove()
})

function project(files: Readonly<Record<string, string>>): string {
  const place = folder.file(`project-${count++}`)
  mkdirSync(place)
  for (const [name, text] of Object.entries(files)) writeFileSync(`${place}/${name}`, text)
  return place
}

function command(text: string, parameters = ''): string {
  return project({ MLproject: `entry_points: {main: {${parameters} command: ${JSON.stringify(text)}}}` })
}

async function run(uri: string, options: Partial<RunProjectOptions> = {}) {
  const started = await runProject({ uri, trackingUri, env, ...options })
  const end = await started.wait()
  return { end, run: await client.runs.get(started.runId) }
}

async function textOf(run: RunRecord, path: string): Promise<string> {
  return (await client.artifacts.read(run, path)).text()
}

async function countRuns(): Promise<number> {
  return (await client.runs.search({ experimentIds: ['0'] }).all()).length
}

test('a command knows its run, and what it writes is kept with it', async () => {
  const uri = command('echo $MLFLOW_RUN_ID $MLFLOW_EXPERIMENT_ID $MLFLOW_TRACKING_URI; echo oops >&2')
  const { end, run: record } = await run(uri, { runName: 'one', tags: { team: 'a' } })
  expect(end).toEqual({ status: 'finished', exitCode: 0 })
  expect(record).toMatchObject({ status: 'finished', name: 'one' })
  expect(record.tags).toMatchObject({
    'mlflow.source.type': 'PROJECT',
    'mlflow.project.backend': 'local',
    'mlflow.project.entryPoint': 'main',
    team: 'a',
  })
  expect(await textOf(record, 'logs/stdout.log')).toBe(`${record.runId} 0 ${trackingUri}\n`)
  expect(await textOf(record, 'logs/stderr.log')).toBe('oops\n')
})

test('a failure is the run’s, with its exit code', async () => {
  const { end, run: record } = await run(command('exit 5'))
  expect(end).toEqual({ status: 'failed', exitCode: 5 })
  expect(record.status).toBe('failed')
  expect(record.endTime).toBeInstanceOf(Date)
})

test('output is there while the program runs; cancelling kills the run', async () => {
  const started = await runProject({ uri: command('echo begun; sleep 600'), trackingUri, env })
  const record = await client.runs.get(started.runId)
  await expect
    .poll(() => textOf(record, 'logs/stdout.log').catch(() => ''), { timeout: 20_000 })
    .toBe('begun\n')
  expect(await started.status()).toBe('running')
  await started.cancel()
  expect(await started.wait()).toMatchObject({ status: 'killed' })
  expect((await client.runs.get(started.runId)).status).toBe('killed')
})

test('a program whose output cannot be kept is ended, with what it wrote by then', async () => {
  const mark = folder.file('pid')
  const onOutput = ({ bytes }: { bytes: Uint8Array }) => {
    if (Buffer.from(bytes).includes('second')) throw new Error('ENOSPC: no space left on device')
  }
  const uri = command(`echo $$ > ${mark}; echo first; sleep 0.5; echo second; sleep 600`)
  const { end, run: record } = await run(uri, { onOutput })
  expect(end).toMatchObject({ status: 'failed', reason: 'ENOSPC: no space left on device' })
  expect(record.status).toBe('failed')
  expect(await textOf(record, 'logs/stdout.log')).toBe('first\n')
  expect(() => process.kill(Number(readFileSync(mark, 'utf8')), 0)).toThrow('ESRCH')
})

test('every line of much output is kept', async () => {
  const { run: record } = await run(command('seq 1 1000000'))
  const text = await textOf(record, 'logs/stdout.log')
  expect(text.length).toBe(6_888_896)
  expect(text.endsWith('999999\n1000000\n')).toBe(true)
})

test('a project that another runs is its child', async () => {
  const { run: parent } = await run(command('true'))
  const inside = { ...env, MLFLOW_RUN_ID: parent.runId }
  const { run: child } = await run(command('true'), { env: inside })
  expect(child.tags['mlflow.parentRunId']).toBe(parent.runId)
})

test('a run that is there is gone on with', async () => {
  const { runId } = await client.runs.create({ experimentId: '0', name: 'given' })
  const { run: record } = await run(command('echo $MLFLOW_RUN_ID'), { runId, parameters: { a: '1' } })
  expect(record).toMatchObject({ runId, name: 'given', status: 'finished', params: { a: '1' } })
})

test('TypeScript and JavaScript files are entry points', async () => {
  const uri = project({
    't.ts': 'const [flag, value]: string[] = process.argv.slice(2)\nconsole.log(flag, value)',
    't.mjs': 'console.log(process.argv[3])',
  })
  const value = "it's $(id)"
  for (const [entryPoint, said] of [
    ['t.ts', `--depth ${value}\n`],
    ['t.mjs', `${value}\n`],
  ] as const) {
    const { run: record } = await run(uri, { entryPoint, parameters: { depth: value } })
    expect(await textOf(record, 'logs/stdout.log')).toBe(said)
  }
})

test('a value of type path may be the file of a server; the program gets its copy', async () => {
  const { createServer } = await import('node:http')
  const server = createServer((_, reply) => reply.end('x,y\n')).listen(0)
  const { port } = server.address() as { port: number }
  const uri = command('cat {data}', 'parameters: {data: path},')
  const data = `http://127.0.0.1:${port}/data.csv?v=1`
  const storageDir = folder.file('storage')
  const { run: record } = await run(uri, { parameters: { data }, storageDir })
  server.close()
  expect(await textOf(record, 'logs/stdout.log')).toBe('x,y\n')
  expect(record.params.data).toBe(`'${data}'`)
  expect(readdirSync(storageDir)).toHaveLength(1)
})

test.each<[string, Partial<RunProjectOptions>, RegExp]>([
  ['an unknown backend', { backend: 'nope' }, /There is no backend 'nope'. Use one of local/],
  ['a backend that is a path', { backend: './x.js' }, /There is no backend at .*x\.js/],
  ['two experiments', { experimentId: '0', experimentName: 'x' }, /Specify only one of/],
  ['an environment that the project has not', { envManager: 'conda' }, /names no conda_env/],
  ['a float that is none', { parameters: { n: 'many' } }, /Expected a number for parameter n but got 'many'/],
  ['a file that cannot be fetched', { parameters: { p: 'http://127.0.0.1:9/x' } }, /cannot be downloaded/],
  ['a parameter whose name no run takes', { parameters: { 'a\nb': '1' } }, /A run can hold no param 'a\nb'/],
  ['a name that is no file’s', { parameters: { 'a//b': '1' } }, /must be the name of a file too/],
  ['a name that is too long', { parameters: { [LONG]: '1' } }, /'k{30}…' is longer than the 250 characters/],
  [
    'a value that may not be cut',
    { parameters: { n: '1'.repeat(6001) }, env: { ...env, MLFLOW_TRUNCATE_LONG_VALUES: 'false' } },
    /parameter n is longer than the 6000 characters .* MLFLOW_TRUNCATE_LONG_VALUES/,
  ],
  ['an unknown entry point', { entryPoint: 'x' }, /Could not find x among entry points \['main'\]/],
  ['a script that is not there', { entryPoint: 'x.py' }, /has no file x\.py/],
])('%s is refused, and nothing begun', async (_, options, reason) => {
  const uri = command('true', 'parameters: {n: {type: float, default: 1e3}, p: {type: path, default: .}},')
  const before = await countRuns()
  await expect(runProject({ uri, trackingUri, env, ...options })).rejects.toThrow(reason)
  expect(await countRuns()).toBe(before)
})

test('a value that is longer than a param is cut there, as from MLflow, and whole for the program', async () => {
  const { run: record } = await run(command('printf %s {v} | wc -c', 'parameters: {v: string},'), {
    parameters: { v: 'v'.repeat(7000) },
  })
  expect(record.params.v).toBe('v'.repeat(6000))
  expect((await textOf(record, 'logs/stdout.log')).trim()).toBe('7000')
})

test('aborted while its code is fetched nothing is begun, and what was fetched goes', async () => {
  const aborting = new AbortController()
  const place = project({ 'main.sh': 'true' })
  execFileSync('git', ['init', '--quiet', place])
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.org']
  execFileSync('git', ['-C', place, ...who, 'commit', '--quiet', '--allow-empty', '-m', 'one'])
  const before = await countRuns()
  const report = () => aborting.abort(new Error('enough'))
  const options = { uri: `git+file://${place}`, trackingUri, env, signal: aborting.signal, report }
  await expect(runProject(options)).rejects.toThrow('enough')
  expect(await countRuns()).toBe(before)
})

test('aborted while a file is downloaded nothing is begun, and no half of it stays', async () => {
  const { createServer } = await import('node:http')
  const aborting = new AbortController()
  const server = createServer((_, reply) => {
    reply.write('half')
    setTimeout(() => aborting.abort(new Error('enough')), 50)
  }).listen(0)
  const { port } = server.address() as { port: number }
  const uri = command('cat {data}', 'parameters: {data: path},')
  const [before, storageDir] = [await countRuns(), folder.file('storage-of-halves')]
  const parameters = { data: `http://127.0.0.1:${port}/data.csv` }
  const running = runProject({ uri, trackingUri, env, parameters, storageDir, signal: aborting.signal })
  await expect(running).rejects.toThrow('enough')
  server.closeAllConnections()
  server.close()
  expect(await countRuns()).toBe(before)
  expect(readdirSync(storageDir)).toEqual([])
})

test('aborted while its run is made, that is killed and its program never began', async () => {
  const aborting = new AbortController()
  const mark = folder.file('began')
  const started = await runProject({
    ...{ uri: command(`touch ${mark}`), trackingUri, env, signal: aborting.signal },
    // Read when the run is made.
    get tags() {
      aborting.abort()
      return {}
    },
  })
  expect(await started.wait()).toMatchObject({ status: 'killed' })
  expect((await client.runs.get(started.runId)).status).toBe('killed')
  expect(existsSync(mark)).toBe(false)
})

test('nothing is left behind', async () => {
  await sleep(100)
  expect(readdirSync(tmpdir())).toEqual([])
})
