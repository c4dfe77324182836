import {
  autolog,
  autologOnnx,
  type TensorflowArtifacts,
  type TensorflowModel,
  Tracker,
  tensorflowCallbacks,
  tensorflowSource,
} from '@millrace/sdk'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Scratch, scratch } from '../../helpers/scratch.ts'

describe('autologging of the SDK', () => {
  let folder: Scratch
  let tracker: Tracker
  beforeAll(async () => {
    folder = scratch('sdk-autolog')
    const env = { MLFLOW_DEFAULT_ARTIFACT_ROOT: folder.file('artifacts') }
    tracker = new Tracker({ trackingUri: `sqlite:///${folder.file('mlflow.db')}`, env })
  })
  afterAll(async () => {
    await tracker.close()
    folder.remove()
  })

  test('a fit of TensorFlow.js leaves params, epochs and a model that loads', async () => {
    const artifacts: TensorflowArtifacts = {
      modelTopology: { class_name: 'Sequential' },
      format: 'layers-model',
      weightSpecs: [{ name: 'w', shape: [2], dtype: 'float32' }],
      weightData: new Float32Array([1.5, -2]).buffer,
    }
    const model: TensorflowModel = {
      name: 'net',
      loss: 'meanSquaredError',
      optimizer: { learningRate: 0.1, getClassName: () => 'Adam' },
      countParams: () => 2,
      save: ({ save }) => save(artifacts),
    }
    const runId = await tracker.withRun(async (run) => {
      const callbacks = tensorflowCallbacks(run, { model, params: { epochs: 2 } })
      await callbacks.onTrainBegin()
      for (const epoch of [0, 1])
        await callbacks.onEpochEnd(epoch, { loss: 1 / (epoch + 1), unknown: undefined })
      await callbacks.onTrainEnd()
      return run.runId
    })
    const run = await tracker.client.runs.get(runId)
    expect(run.params).toEqual({
      optimizer: 'Adam',
      learning_rate: '0.1',
      loss: 'meanSquaredError',
      parameters: '2',
      epochs: '2',
    })
    expect(
      (await tracker.client.metrics.history(runId, 'loss').all()).map(({ step, value }) => [step, value]),
    ).toEqual([
      [0, 1],
      [1, 0.5],
    ])
    const uri = `models:/${run.outputModels[0]?.modelId}`
    expect(await tensorflowSource(tracker, uri).load()).toEqual(artifacts)
  })

  test('a session of onnxruntime works as before, and its use is logged', async () => {
    class Session {
      readonly inputNames = ['x']
      readonly outputNames = ['y']
      #used = 0
      async run(feeds: { x: number }): Promise<number> {
        this.#used++
        if (feeds.x < 0) throw new Error('negative')
        return 2 * feeds.x
      }
      used(): number {
        return this.#used
      }
    }
    const runId = await tracker.withRun(async (run) => {
      const session = autologOnnx(run, new Session())
      expect(await session.run({ x: 2 })).toBe(4)
      await expect(session.run({ x: -1 })).rejects.toThrow('negative')
      expect(session.used()).toBe(2)
      return run.runId
    })
    const { params, metrics } = await tracker.client.runs.get(runId)
    expect(params).toEqual({ onnx_inputs: 'x', onnx_outputs: 'y' })
    expect(metrics).toMatchObject({ inference_failures: 1 })
    expect(await tracker.client.metrics.history(runId, 'inference_ms').all()).toHaveLength(2)
  })

  test('any trainer trains in a run of its own', async () => {
    const result = await autolog(
      {
        name: 'sum',
        params: { steps: 3 },
        async train(onStep) {
          for (const step of [1, 2, 3]) await onStep(step, { error: 1 / step })
          return 6
        },
        metricsOf: (sum) => ({ sum }),
        modelOf: (sum) => ({ name: 'six', flavors: { sum: {} }, files: { 'sum.txt': String(sum) } }),
      },
      tracker,
    )
    expect(result).toBe(6)
    const [run] = await tracker.searchRuns({ filter: "attributes.run_name = 'sum'" }).all()
    expect(run).toMatchObject({
      params: { steps: '3' },
      metrics: { sum: 6, error: 1 / 3 },
      status: 'finished',
    })
    expect(run?.metrics.training_seconds).toBeGreaterThanOrEqual(0)
    expect(run?.outputModels).toHaveLength(1)
  })
})
