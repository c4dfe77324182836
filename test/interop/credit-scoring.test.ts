import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { api } from '../helpers/api.ts'
import { mlflowServe } from '../helpers/mlflow-serve.ts'
import { modelsServe } from '../helpers/models-serve.ts'
import { onnxRuntimeFolder } from '../helpers/onnxruntime.ts'
import { describeWith } from '../helpers/programs.ts'
import { PYTHON_ENV, pythonVenv } from '../helpers/python-venv.ts'
import { REPOSITORY } from '../helpers/repository.ts'
import { type Finished, run } from '../helpers/run.ts'
import { type Scratch, scratch } from '../helpers/scratch.ts'
import { MILLRACE, type RunningServer, startServer } from '../helpers/server.ts'

const EXAMPLE = join(REPOSITORY, 'examples/credit-scoring')
const REQUIREMENTS = readFileSync(join(EXAMPLE, 'requirements.txt'), 'utf8').split('\n').filter(Boolean)
const NO_PYTHON = '/nowhere/python'
const PATIENCE_MS = 300_000

type Texts = Record<string, string>
type Loan = Record<string, string | number>

interface Found {
  id: string
  metrics: Record<string, number>
  tags: Texts
  params: Texts
}

interface Listed {
  key: string
  value: string | number
}

describeWith(['python3'], 'the example of credit scoring, an MLproject', () => {
  let folder: Scratch
  let server: RunningServer
  let python: string
  const env = (): Texts => ({ ...PYTHON_ENV, PYTHONWARNINGS: 'ignore', MLFLOW_TRACKING_URI: server.url })

  const withPython = (): Texts => ({ ...env(), PATH: `${dirname(python)}:${process.env.PATH}` })

  const millrace = (...args: string[]) =>
    run(process.execPath, [join(REPOSITORY, 'packages/cli/src/main.ts'), ...args], { env: withPython() })

  /** One entry point in the environment that it asks for, by the real `mlflow run` or ours. */
  function projectRun(runner: [string, ...string[]], entryPoint: string, params: Texts): Promise<Finished> {
    const [program, ...before] = runner
    const given = Object.entries(params).flatMap(([name, value]) => ['-P', `${name}=${value}`])
    const where = ['--env-manager', 'local', '--experiment-name', 'credit-scoring']
    const args = [...before, 'run', EXAMPLE, '-e', entryPoint, ...where, ...given]
    return run(program, args, { env: withPython() })
  }

  const mlflowRun = (entryPoint: string, params: Texts = {}) =>
    projectRun([join(dirname(python), 'mlflow')], entryPoint, params)

  const millraceRun = (entryPoint: string, params: Texts = {}) =>
    projectRun([process.execPath, join(REPOSITORY, 'packages/cli/src/main.ts')], entryPoint, params)

  async function newest(stage: string): Promise<Found> {
    const path = 'experiments/get-by-name?experiment_name=credit-scoring'
    const { experiment } = await api<{ experiment: { experiment_id: string } }>(server.url, path)
    const { runs } = await api<{
      runs: [{ info: { run_id: string }; data: Record<'metrics' | 'tags' | 'params', Listed[]> }]
    }>(server.url, 'runs/search', {
      experiment_ids: [experiment.experiment_id],
      filter: `tags.stage = '${stage}'`,
      max_results: 1,
    })
    const [{ info, data }] = runs
    const record = (list: Listed[] = []) => Object.fromEntries(list.map(({ key, value }) => [key, value]))
    return {
      id: info.run_id,
      metrics: record(data.metrics) as Record<string, number>,
      tags: record(data.tags) as Texts,
      params: record(data.params) as Texts,
    }
  }

  async function loans(): Promise<Loan[]> {
    const { id } = await newest('prepare')
    // Read as pandas does, whose CSV it is.
    const program = `import mlflow, json, sys; from credit_scoring import data
print("LOANS" + data.of_run(sys.argv[1]).test.drop(columns=["bad"]).to_json(orient="records"))`
    const { stdout } = await run(python, ['-c', program, id], { cwd: EXAMPLE, env: env() })
    return JSON.parse(stdout.split('LOANS')[1] ?? '')
  }

  async function scoresOf(port: number, rows: Loan[]): Promise<unknown[]> {
    const reply = await fetch(`http://127.0.0.1:${port}/invocations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ dataframe_records: rows }),
    })
    const text = await reply.text()
    expect(reply.status, text).toBe(200)
    return JSON.parse(text).predictions
  }

  beforeAll(async () => {
    folder = scratch('credit-scoring')
    python = await pythonVenv('credit-scoring', REQUIREMENTS)
    server = await startServer(
      { database: folder.file('mlflow.db'), artifacts: folder.file('artifacts') },
      MILLRACE,
    )
  }, PATIENCE_MS)
  afterAll(async () => {
    await server?.stop()
    folder?.remove()
  })

  test(
    'runs from prepare to register under the real mlflow run',
    async () => {
      const { code, stderr } = await mlflowRun('main', { C: '.1', bins: '4' })
      expect(code, stderr).toBe(0)
      const pipeline = await newest('pipeline')
      expect(pipeline.tags).toMatchObject({ 'mlflow.project.entryPoint': 'main', 'model.version': '1' })
      expect(pipeline.params).toMatchObject({ C: '.1', bins: '4', seed: '7' })
      expect((await newest('train')).tags['mlflow.parentRunId']).toBe(pipeline.id)
      expect((await newest('register')).tags['model.alias']).toBe('champion')
    },
    2 * PATIENCE_MS,
  )

  test.each([
    ['mlflow run', mlflowRun],
    ['millrace run', millraceRun],
  ])(
    'equal parameters give equal metrics: %s',
    async (_, runner) => {
      const before = await newest('train')
      const { code, stderr } = await runner('train', { C: '0.1', bins: '4' })
      expect(code, stderr).toBe(0)
      const again = await newest('train')
      expect(again.id).not.toBe(before.id)
      expect(again.metrics.cv_auc).toBeGreaterThan(0.75)
      expect(again.metrics).toEqual(before.metrics)
    },
    PATIENCE_MS,
  )

  test(
    'a run is run again by its commit, and its metrics hold; a grid is a run for each combination',
    async () => {
      const before = await newest('train')
      const { code, stdout, stderr } = await millrace('run', '--reproduce', before.id)
      expect(code, stderr).toBe(0)
      expect(stdout).toMatch(/^cv_auc +0\.7\d+ +0\.7\d+ +0 +yes *$/m)
      const again = await newest('train')
      expect(again.tags['millrace.project.reproduces']).toBe(before.id)
      expect(again.metrics).toEqual(before.metrics)

      const grid = ['--grid', 'C=0.05,0.1', '-P', 'bins=4', '--jobs', '2', '--experiment-name', 'grid']
      const swept = await millrace('run', EXAMPLE, '-e', 'train', '--env-manager', 'local', ...grid)
      expect(swept.code, swept.stderr).toBe(0)
      expect(swept.stderr).toContain('2 of 2 finished')
    },
    2 * PATIENCE_MS,
  )

  test(
    'an evaluation fails below what is asked',
    async () => {
      const { id } = await newest('train')
      const { code, stderr } = await mlflowRun('evaluate', { train_run: id, min_auc: '0.99' })
      expect(code).toBe(1)
      expect(stderr).toContain('Not good enough')
      const { model_versions } = await api<{ model_versions: object[] }>(server.url, 'model-versions/search')
      expect(model_versions).toHaveLength(1)
    },
    PATIENCE_MS,
  )

  test(
    'its champion scores the same in both servers, and in ONNX without Python',
    async () => {
      const rows = await loans()
      expect(rows).toHaveLength(300)
      const champion = 'models:/credit-scoring@champion'
      const theirs = await mlflowServe(python, champion, env())
      const expected = await scoresOf(theirs.port, rows)
      await theirs.stop()
      const ours = await modelsServe(python, champion, [], env())
      expect(await scoresOf(ours.port, rows)).toEqual(expected)
      await ours.stop()
      const { code, stderr } = await mlflowRun('onnx', { train_run: (await newest('train')).id })
      expect(code, stderr).toBe(0)
      const inNode = await modelsServe(NO_PYTHON, `runs:/${(await newest('onnx')).id}/model`, [], {
        ...env(),
        MILLRACE_ONNXRUNTIME: await onnxRuntimeFolder(),
      })
      const chances = (await scoresOf(inNode.port, rows)) as { pd: number }[]
      await inNode.stop()
      for (const [row, { pd }] of chances.entries()) {
        expect(pd).toBeCloseTo((expected as [number, number][])[row]?.[1] ?? Number.NaN, 6)
      }
      expect(chances).toHaveLength(300)
    },
    2 * PATIENCE_MS,
  )
})
