import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Tracker } from '@millrace/sdk'
import { afterAll, expect, test } from 'vitest'
import { REPOSITORY } from '../helpers/repository.ts'
import { type Finished, output, run } from '../helpers/run.ts'
import { scratch } from '../helpers/scratch.ts'

const folder = scratch('commands-without-server')
afterAll(() => folder.remove())

/** On a database of its own, without a server. */
function millrace(...args: string[]): Promise<Finished> {
  return run(process.execPath, [join(REPOSITORY, 'packages/cli/src/main.ts'), ...args], {
    cwd: folder.file('.'),
    env: { MLFLOW_TRACKING_URI: '' },
  })
}

async function idOf(args: string[]): Promise<string> {
  const { stdout, stderr, code } = await millrace(...args)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return JSON.parse(stdout).run_id
}

test('an experiment is worked through without a server', async () => {
  expect(await millrace('experiments', 'create', '-n', 'trial')).toMatchObject({
    stdout: "Created experiment 'trial' with id 1\n",
    code: 0,
  })
  const first = await idOf([
    'runs',
    'create',
    '--experiment-name',
    'trial',
    '--run-name',
    'one',
    '-t',
    'a=b=c',
  ])
  const second = await idOf([
    'runs',
    'create',
    '--experiment-id',
    '1',
    '--run-name',
    'two',
    '--status',
    'FAILED',
  ])
  const found = await millrace('search', "tags.a = 'b=c'", '-n', 'trial', '--output', 'csv')
  expect(found.stdout.split('\n')[1]).toContain(`${first},one,finished`)
  const compared = await millrace('compare', first, second, '--json')
  expect(JSON.parse(compared.stdout)).toContainEqual({
    key: 'tags.a',
    values: ['b=c', ''],
    delta: [null, null],
  })
  await millrace('experiments', 'csv', '-x', '1', '-o', 'runs.csv')
  expect((await readFile(folder.file('runs.csv'), 'utf8')).split('\n')).toHaveLength(4)
  expect(await millrace('watch', first, '--json')).toMatchObject({ code: 0 })
  expect((await millrace('watch', first)).stdout).toMatch(/^one {2}finished {2}\d+ s\n$/)
}, 120_000)

test('what waited for a server that was away is sent', async () => {
  const spool = folder.file('unsent')
  const env = { MLFLOW_HTTP_REQUEST_MAX_RETRIES: '0', MLFLOW_EXPERIMENT_ID: '0' }
  const tracker = new Tracker({ trackingUri: 'http://127.0.0.1:9', spool, onError: () => {}, env })
  const run = await tracker.startRun({ name: 'on a train' })
  for (let step = 0; step < 100; step++) run.logMetric('loss', 1 / (step + 1), { step })
  await run.end()
  await tracker.close()
  expect(await millrace('sync', spool, '--json')).toMatchObject({ code: 1 })
  const sent = await millrace('sync', spool, '--tracking-uri', `sqlite:///${folder.file('mlflow.db')}`)
  expect(sent).toMatchObject({ code: 0, stderr: '' })
  const found = await millrace('search', '--output', 'csv', '--columns', 'metrics.loss')
  expect(found.stdout).toContain(',on a train,finished,')
  expect(found.stdout).toContain(',0.01')
}, 120_000)

test('a look at what is not there makes nothing', async () => {
  const none = `sqlite:///${folder.file('none.db')}`
  const told = await millrace('doctor', '--tracking-uri', none, '--json')
  expect(JSON.parse(told.stdout)['Tracking store answers']).toMatch(/^no: there is no .*none\.db yet/)
  const asked = await millrace('models', 'check', 'a@b', '--require', 'metrics.a > 0', '--tracking-uri', none)
  expect(asked).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no store') })
  expect(existsSync(folder.file('none.db'))).toBe(false)
})

test('what commands find in a store and do with it can be had as JSON', async () => {
  const uri = `sqlite:///${folder.file('json.db')}`
  const answers = async (...args: string[]): Promise<unknown[]> => {
    const { stdout, stderr, code } = await millrace(...args, '--json')
    expect({ args, code, stderr }).toEqual({
      args,
      code: 0,
      stderr: expect.not.stringContaining('millrace:'),
    })
    return stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]))
  }
  const id = await idOf(['runs', 'create', '--experiment-id', '0', '--tracking-uri', uri])
  await millrace('runs', 'delete', '--run-id', id, '--tracking-uri', uri)

  expect(await answers('db', 'check', uri)).toEqual([{ problems: [] }])
  expect(await answers('db', 'upgrade', uri)).toMatchObject([{ dry_run: false, steps: [] }])
  const target = `sqlite:///${folder.file('json-copy.db')}`
  expect(await answers('copy', uri, target, '--dry-run')).toMatchObject([{ rows: { runs: 1 }, damaged: [] }])
  expect(await answers('copy', uri, target)).toMatchObject([
    { rows: { runs: { source: 1, target: 1, copied: 1 } }, files: { source: 0 } },
  ])
  const files = folder.file('mlruns')
  await idOf(['runs', 'create', '--experiment-id', '0', '--tracking-uri', files])
  const database = `sqlite:///${folder.file('json-files.db')}`
  expect(await answers('migrate-filestore', '--source', files, '--target', database)).toMatchObject([
    { source: files, target: database, rows: { runs: { source: 1, target: 1 } }, damaged: [] },
  ])
  const gc = ['gc', '--backend-store-uri', uri]
  expect(await answers(...gc, '--dry-run')).toEqual([{ kind: 'Run', id, deleted: false }])
  expect(await answers(...gc)).toEqual([{ kind: 'Run', id, deleted: true }])
  expect(await answers(...gc)).toEqual([])
}, 120_000)

test('a file names the experiment; a flag counts more than a variable', async () => {
  const file = folder.file('.env')
  await writeFile(
    file,
    `PLACE=${folder.file()}\nMLFLOW_TRACKING_URI=sqlite:///\${PLACE}/by-file.db\nMLFLOW_EXPERIMENT_NAME="by file"\n`,
  )
  const main = join(REPOSITORY, 'packages/cli/src/main.ts')
  // What is set counts more than the file, even when it is empty.
  const command = ['-u', 'MLFLOW_TRACKING_URI', process.execPath, main, '--env-file', file]
  const byFile = (...args: string[]) => output('env', [...command, ...args])
  expect(await byFile('runs', 'create')).toContain(
    `Loaded environment variables from: ${file}\n{\n  "run_id": `,
  )
  const [run] = JSON.parse(await byFile('search', '-n', 'by file', '--json')) as { experimentId: string }[]
  expect(run?.experimentId).toBe('1')
  expect(await byFile('runs', 'create', '--experiment-id', '0')).toContain('"experiment_id": "0"')
  expect(existsSync(folder.file('by-file.db'))).toBe(true)
  // Node itself looks for the file, and ends with a code of its own.
  expect(await millrace('--env-file', 'nowhere', 'experiments', 'search')).toMatchObject({
    code: 9,
    stderr: expect.stringMatching(/^.*nowhere: not found\n$/),
  })
}, 120_000)

test('what is wrong is said in a sentence', async () => {
  expect(await millrace('runs', 'list', '--experiment-id', '1', '-v', 'some')).toMatchObject({ code: 1 })
  expect(await millrace('search', 'nonsense')).toMatchObject({
    code: 1,
    stderr: "millrace: INVALID_PARAMETER_VALUE: Invalid clause(s) in filter string: 'nonsense'\n",
  })
  const away = await millrace('experiments', 'search', '--tracking-uri', 'http://127.0.0.1:9')
  expect(away).toMatchObject({ code: 1 })
  expect(away.stderr).toContain('and the server running?')
}, 120_000)
