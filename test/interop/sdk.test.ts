import { join } from 'node:path'
import { formatPrompt, Tracker } from '@millrace/sdk'
import { beforeAll, expect, test } from 'vitest'
import { MLFLOW_VERSION, type RealMlflow, realMlflow } from '../helpers/mlflow.ts'
import { describeWith } from '../helpers/programs.ts'
import { PYTHON_ENV } from '../helpers/python-venv.ts'
import { output } from '../helpers/run.ts'
import { scratch } from '../helpers/scratch.ts'
import { MILLRACE, mlflowProgram, type ServerProgram, startServer } from '../helpers/server.ts'

const SCRIPT = join(import.meta.dirname, 'python/sdk_run.py')

describeWith(['python3'], `the SDK and Python's MLflow ${MLFLOW_VERSION} on one server`, () => {
  let mlflow: RealMlflow
  beforeAll(async () => {
    mlflow = await realMlflow()
  }, 600_000)

  test('of Millrace', () => bothWays(MILLRACE), 400_000)
  test('of MLflow', () => bothWays(mlflowProgram(mlflow.bin)), 400_000)

  async function bothWays(program: ServerProgram): Promise<void> {
    const folder = scratch('sdk-interop')
    const files = { database: folder.file('mlflow.db'), artifacts: folder.file('artifacts') }
    const server = await startServer(files, program)
    const tracker = new Tracker({ trackingUri: server.url, env: {} })
    try {
      const runId = await logRun(tracker)
      const user = (await tracker.client.runs.get(runId)).userId
      expect(await python('read', server.url, runId)).toEqual({
        name: 'first',
        status: 'FINISHED',
        user,
        params: { depth: '3', optimizer: 'adam' },
        metrics: { loss: 4 / 7, far: 12 },
        history: [0, 1, 2, 3, 4].map((step) => [step, step / 7]),
        source: 'LOCAL',
        text: 'héllo',
        dict: { a: [1, 'ü', null] },
        table: { q: ['a', 'b'], n: [1, 2.5] },
        image: [300, 100],
        small: [150, 50],
        dataset: ['iris', '{"uri": "iris.csv"}', 'training'],
        model: ['tree', ['tfjs'], [{ type: 'double', name: 'x', required: true }]],
        version: runId,
        prompt: 'Hello Ada',
      })
      await readRun(tracker, ((await python('write', server.url)) as { run_id: string }).run_id)
    } finally {
      await tracker.close()
      await server.stop()
      folder.remove()
    }
  }

  async function python(...args: string[]): Promise<unknown> {
    const printed = await output(mlflow.python, [SCRIPT, ...args], { env: PYTHON_ENV })
    return JSON.parse(printed.trim().split('\n').at(-1) ?? '')
  }
})

async function logRun(tracker: Tracker): Promise<string> {
  await tracker.setExperiment('from-sdk')
  await tracker.client.prompts.register({ name: 'sdk-prompt', template: 'Hello {{name}}' })
  const runId = await tracker.withRun({ name: 'first' }, async (run) => {
    run.logParams({ depth: 3, optimizer: 'adam' })
    for (let step = 0; step < 5; step++) run.logMetric('loss', step / 7, { step })
    run.logMetric('far', 12n)
    await run.logText('héllo', 'notes/a.txt')
    await run.logDict({ a: [1, 'ü', null] }, 'd.json')
    await run.logTable({ q: ['a'], n: [1] }, 'tab.json')
    await run.logTable([{ q: 'b', n: 2.5 }], 'tab.json')
    const data = new Uint8Array(300 * 100 * 3).map((_, i) => i % 256)
    await run.logImage({ data, width: 300, height: 100 }, 'pictures/a', { step: 1 })
    await run.logInput({ name: 'iris', source: 'iris.csv' }, { context: 'training' })
    await run.logModel({
      name: 'tree',
      flavors: { tfjs: { data: 'model.json' } },
      files: { 'model.json': '{}' },
      signature: { inputs: [{ type: 'double', name: 'x', required: true }] },
      registeredName: 'sdk-model',
    })
    return run.runId
  })
  await tracker.client.registry.setAlias('sdk-model', 'live', '1')
  return runId
}

async function readRun(tracker: Tracker, runId: string): Promise<void> {
  expect(await tracker.client.runs.get(runId)).toMatchObject({
    name: 'python',
    status: 'finished',
    params: { depth: '3', on: 'True' },
    metrics: { loss: 4 / 7 },
    tags: { a: 'b' },
  })
  const history = await tracker.client.metrics.history(runId, 'loss').all()
  expect(history.map(({ step, value }) => [step, value])).toEqual(
    [0, 1, 2, 3, 4].map((step) => [step, step / 7]),
  )
  expect(await (await tracker.loadArtifact(`runs:/${runId}/notes/a.txt`)).text()).toBe('héllo')
  expect(await (await tracker.loadArtifact(`runs:/${runId}/tab.json`)).json()).toEqual({
    columns: ['q', 'n'],
    data: [['a', 1]],
  })
  const [row] = await tracker.searchRuns({ experimentNames: ['from-python'] }).rows()
  expect(row).toMatchObject({ runId, 'params.depth': '3', 'tags.a': 'b' })
  const { template } = await tracker.client.prompts.load('python-prompt', '1')
  expect(formatPrompt(template, { name: 'Ada' })).toBe('Hello Ada')
}
