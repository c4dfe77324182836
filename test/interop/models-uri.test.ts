import { stat } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readMlModel } from '../../packages/models/src/mlmodel.ts'
import { resolveModel } from '../../packages/models/src/resolve.ts'
import { ask, type Exchange } from '../../packages/models/src/testing/exchanges.ts'
import { realMlflow } from '../helpers/mlflow.ts'
import { modelsServe } from '../helpers/models-serve.ts'
import { describeWith } from '../helpers/programs.ts'
import { PYTHON_ENV } from '../helpers/python-venv.ts'
import { output } from '../helpers/run.ts'
import { type Scratch, scratch } from '../helpers/scratch.ts'
import { MILLRACE, type RunningServer, startServer } from '../helpers/server.ts'

async function predictionOf(port: number): Promise<number> {
  const exchange = { type: 'application/json', body: '{"dataframe_records": [{"x": 1}]}' } as Exchange
  return JSON.parse((await ask(port, exchange)).body).predictions[0]
}

describeWith(['python3'], 'models of a tracking server', () => {
  let folder: Scratch
  let tracking: RunningServer
  let python: string
  let logged: { run: string; models: [string, string] }
  const env = () => ({ ...PYTHON_ENV, MLFLOW_TRACKING_URI: tracking.url })

  beforeAll(async () => {
    folder = scratch('models-uri')
    python = (await realMlflow()).python
    tracking = await startServer(
      { database: folder.file('m.db'), artifacts: folder.file('artifacts') },
      MILLRACE,
    )
    const script = new URL('python/log_constants.py', import.meta.url).pathname
    const printed = await output(python, [script], { env: env() })
    logged = JSON.parse(printed.trim().split('\n').at(-1) ?? '')
  })
  afterAll(async () => {
    await tracking.stop()
    folder.remove()
  })

  test.each([
    ['the version', () => 'models:/constant/2', 1],
    ['the latest version', () => 'models:/constant/latest', 1],
    ['an alias', () => 'models:/constant@champion', 0],
    ['the id of a logged model', () => `models:/${logged.models[1]}`, 1],
    ['the name it has in its run', () => `runs:/${logged.run}/constant-1`, 0],
  ])('a model is found by %s', async (_, uri, place) => {
    const { folder, release } = await resolveModel(uri(), env())
    const { model_id, flavors } = await readMlModel(folder)
    const pickle = await stat(`${folder}/${flavors.python_function?.python_model}`)
    await release()
    expect(model_id).toBe(logged.models[place])
    expect(pickle.size).toBeGreaterThan(0)
    await expect(stat(folder)).rejects.toThrow('ENOENT')
  })

  test('an alias is followed to another version, without a request lost', async () => {
    const server = await modelsServe(python, 'models:/constant@champion', ['--follow', '1'], env())
    expect(await predictionOf(server.port)).toBe(1)
    const moved = await fetch(`${tracking.url}/api/2.0/mlflow/registered-models/alias`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'constant', alias: 'champion', version: '2' }),
    })
    expect(moved.status).toBe(200)
    await expect.poll(() => predictionOf(server.port), { timeout: 60_000, interval: 20 }).toBe(2)
    expect(await server.stop()).toBe(0)
  })

  test('what is not there is named', async () => {
    await expect(resolveModel('models:/nobody/1', env())).rejects.toThrow('nobody')
    await expect(resolveModel('runs:/x', env())).rejects.toThrow('Not a valid runs:/ URI')
    await expect(modelsServe(python, folder.file('nowhere'))).rejects.toThrow('Could not find an "MLmodel"')
  })
})
