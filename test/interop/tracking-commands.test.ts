import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { api } from '../helpers/api.ts'
import { MLFLOW_VERSION, realMlflow } from '../helpers/mlflow.ts'
import { describeWith } from '../helpers/programs.ts'
import { REPOSITORY } from '../helpers/repository.ts'
import { type Finished, run } from '../helpers/run.ts'
import { type Scratch, scratch } from '../helpers/scratch.ts'
import { type RunningServer, startServer } from '../helpers/server.ts'

const RUN = '00000000000000000000000000000001'

/** What both commands are asked; `RUN` stands for the id of the run. */
const QUESTIONS: readonly (readonly string[])[] = [
  ['experiments', 'search'],
  ['experiments', 'search', '-v', 'deleted_only'],
  ['experiments', 'search', '--max-results', '1'],
  ['experiments', 'get', '-n', 'fraud 😀'],
  ['experiments', 'get', '-x', '1', '--output', 'json'],
  ['runs', 'list', '--experiment-id', '1'],
  ['runs', 'describe', '--run-id', RUN],
  ['runs', 'list', '--experiment-id', '1', '-v', 'all'],
  ['artifacts', 'list', '-r', RUN],
  ['artifacts', 'list', '-r', RUN, '-a', 'folder'],
  ['artifacts', 'download', '-r', RUN, '-a', 'folder', '-d', '.'],
  ['artifacts', 'download', '-u', `runs:/${RUN}/folder`, '-d', '.'],
]

/** One after the other they leave everything as it was. */
const DEEDS: readonly (readonly string[])[] = [
  ['experiments', 'rename', '-x', '1', '--new-name', 'other'],
  ['experiments', 'rename', '-x', '1', '--new-name', 'fraud 😀'],
  ['experiments', 'delete', '-x', '1'],
  ['experiments', 'restore', '-x', '1'],
  ['runs', 'delete', '--run-id', RUN],
  ['runs', 'restore', '--run-id', RUN],
  ['experiments', 'csv', '-x', '1', '-o', 'runs.csv'],
  ['artifacts', 'log-artifact', '-l', 'runs.csv', '-r', RUN, '-a', 'again'],
]

const REFUSED: readonly (readonly string[])[] = [
  ['experiments', 'create'],
  ['experiments', 'create', '-n', 'fraud 😀'],
  ['runs', 'describe', '--run-id', 'x'],
  ['artifacts', 'download'],
  ['experiments', 'search', '--max-results', 'many'],
]

describeWith(['python3'], `commands beside MLflow ${MLFLOW_VERSION}`, () => {
  let folder: Scratch
  let server: RunningServer
  let python: string
  let run_id: string

  beforeAll(async () => {
    python = (await realMlflow()).python
    folder = scratch('tracking-commands')
    server = await startServer({ database: folder.file('mlflow.db'), artifacts: folder.file('artifacts') })
    await api(server.url, 'experiments/create', { name: 'fraud 😀' })
    const made = await api<{ run: { info: { run_id: string } } }>(server.url, 'runs/create', {
      experiment_id: '1',
      run_name: 'първи',
      start_time: 1_700_000_000_000,
    })
    run_id = made.run.info.run_id
    await api(server.url, 'runs/log-batch', {
      run_id,
      metrics: [
        { key: 'auc', value: 1, timestamp: 1 },
        { key: 'loss', value: 1e-7, timestamp: 1 },
        { key: 'nothing', value: 'NaN', timestamp: 1 },
      ],
      params: [{ key: 'text', value: 'a "quoted", word' }],
    })
    await ours('artifacts', 'log-artifacts', '-l', join(REPOSITORY, '.ci'), '-r', run_id, '-a', 'folder')
  })
  afterAll(async () => {
    await server?.stop()
    folder?.remove()
  })

  function ours(...args: string[]): Promise<Finished> {
    return inFolder(process.execPath, join(REPOSITORY, 'packages/cli/src/main.ts'), ...args)
  }

  function inFolder(program: string, ...args: string[]): Promise<Finished> {
    return run(program, args, { env: { MLFLOW_TRACKING_URI: server.url }, cwd: folder.file('.') })
  }

  /** The real command is slow to start: one process answers all. */
  async function theirs(all: readonly (readonly string[])[]): Promise<Pick<Finished, 'stdout' | 'code'>[]> {
    const script = join(REPOSITORY, 'test/interop/python/commands.py')
    const { stdout } = await inFolder(python, script, JSON.stringify(all))
    return JSON.parse(stdout)
  }

  test.each([
    ['asked', QUESTIONS],
    ['done', DEEDS],
  ])(
    'print the same, whatever is %s',
    async (_, all) => {
      const asked = all.map((words) => words.map((word) => (word === RUN ? run_id : word)))
      const expected = await theirs(asked)
      for (const [i, args] of asked.entries()) {
        const { stdout, code } = await ours(...args)
        expect({ args, stdout, code }).toEqual({ args, ...expected[i] })
      }
    },
    120_000,
  )

  test('write the same CSV, though mlflow puts columns into any order; refuse with the same code, in one line', async () => {
    const args = ['experiments', 'csv', '-x', '1']
    const [expected, ...refusals] = await theirs([args, ...REFUSED])
    const cells = (text = '') => text.split(/[,\n]/).sort()
    expect(cells((await ours(...args)).stdout)).toEqual(cells(expected?.stdout))
    for (const [i, args] of REFUSED.entries()) {
      const { stderr, code } = await ours(...args)
      expect({ args, code, lines: stderr.trim().split('\n').length }).toEqual({
        args,
        code: refusals[i]?.code,
        lines: 1,
      })
    }
  })
})
