import type { DatasetInput } from '@millrace/contract'
import { expect, it } from 'vitest'
import { byKey, createLoggedModel, createRun, getRun, succeeded } from '../testing/factories.ts'
import { type Json, onEveryDatabase } from '../testing/test-server.ts'

const dataset = { name: 'german', digest: 'd1', source_type: 'http', source: '{"url": "http://x"}' }
const context = (value: string) => [{ key: 'mlflow.data.context', value }]

onEveryDatabase('inputs, outputs and models of a run', (server) => {
  const inputsOf = async (run_id: string): Promise<Json> => (await getRun(server, run_id)).inputs

  it.each<[name: string, input: DatasetInput]>([
    [
      'all its fields',
      { dataset: { ...dataset, schema: '{"a": 1}', profile: '{"n": 2}' }, tags: context('train') },
    ],
    ['a schema', { dataset: { ...dataset, schema: '{}' } }],
    ['a profile', { dataset: { ...dataset, profile: '{}' } }],
    ['what it must have', { dataset }],
    ['a source that looks like an empty list of tags', { dataset: { ...dataset, source: '"tags":[],' } }],
  ])('a dataset with %s comes back as logged', async (_name, input) => {
    const run_id = await createRun(server)
    succeeded(await server.post('runs/log-inputs', { run_id, datasets: [input] }))
    expect((await inputsOf(run_id)).dataset_inputs).toEqual([input])
  })

  it('the same dataset is kept once per experiment and once per run', async () => {
    const run_id = await createRun(server)
    const { experiment_id } = (await getRun(server, run_id)).info
    const sibling = await createRun(server, { experiment_id })
    const datasets = [{ dataset, tags: context('train') }]
    succeeded(await server.post('runs/log-inputs', { run_id, datasets }))
    const before = await server.contents()
    succeeded(await server.post('runs/log-inputs', { run_id, datasets }))
    expect(await server.contents()).toEqual(before)
    succeeded(await server.post('runs/log-inputs', { run_id: sibling, datasets }))
    const after = await server.contents()
    expect(after.datasets).toEqual(before.datasets)
    expect(after.inputs).toHaveLength((before.inputs?.length ?? 0) + 1)
  })

  it('models that went in and came out are listed, with their steps', async () => {
    const run_id = await createRun(server)
    const { experiment_id } = (await getRun(server, run_id)).info
    const [model_in, model_out] = [
      await createLoggedModel(server, { experiment_id }),
      await createLoggedModel(server, { experiment_id }),
    ]
    succeeded(await server.post('runs/log-inputs', { run_id, models: [{ model_id: model_in }] }))
    succeeded(await server.post('runs/outputs', { run_id, models: [{ model_id: model_out, step: 7 }] }))
    const { inputs, outputs } = await getRun(server, run_id)
    expect(inputs).toEqual({ model_inputs: [{ model_id: model_in }] })
    expect(outputs).toEqual({ model_outputs: [{ model_id: model_out, step: 7 }] })
  })

  it('log-model keeps a history of what was logged in a tag', async () => {
    const run_id = await createRun(server)
    const model = (artifact_path: string) => ({
      run_id,
      artifact_path,
      utc_time_created: '2026-01-01 00:00:00',
      flavors: { python_function: { loader_module: 'x' } },
    })
    const withConfig = {
      ...model('c'),
      flavors: { python_function: { loader_module: 'x', config: { a: 1 } } },
    }
    for (const path of ['a', 'b']) {
      succeeded(await server.post('runs/log-model', { run_id, model_json: JSON.stringify(model(path)) }))
    }
    succeeded(await server.post('runs/log-model', { run_id, model_json: JSON.stringify(withConfig) }))
    const { tags } = (await getRun(server, run_id)).data
    const history: Json[] = JSON.parse(String(byKey(tags)['mlflow.log-model.history']))
    expect(history.map((entry) => entry.artifact_path)).toEqual(['a', 'b', 'c'])
    expect(history[0]).toMatchObject(model('a'))
    expect(history[2].flavors).toEqual({ python_function: { loader_module: 'x' } })
  })

  it.each(['not json', '{"a": 1}', '5', 'null'])(
    'log-model over the history %j is refused',
    async (value) => {
      const run_id = await createRun(server, { tags: [{ key: 'mlflow.log-model.history', value }] })
      const before = await server.contents()
      const model_json = '{"run_id": "r", "artifact_path": "a", "utc_time_created": "now", "flavors": {}}'
      const reply = await server.post('runs/log-model', { run_id, model_json })
      expect(reply).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } })
      expect(await server.contents()).toEqual(before)
    },
  )

  it('an input tag given twice is refused, its dataset with it', async () => {
    const run_id = await createRun(server)
    const before = await server.contents()
    const datasets = [{ dataset, tags: [...context('train'), ...context('test')] }]
    const reply = await server.post('runs/log-inputs', { run_id, datasets })
    expect(reply).toMatchObject({ status: 400, body: { error_code: 'BAD_REQUEST' } })
    expect(await server.contents()).toEqual(before)
  })

  it.each<[verb: string, body: object, message: string]>([
    ['log-inputs', { datasets: [{ tags: context('x') }] }, 'must have a dataset'],
    ['log-inputs', { datasets: [{ dataset: { ...dataset, name: 5 } }] }, 'name'],
    [
      'log-inputs',
      { datasets: [{ dataset: { ...dataset, name: 'n'.repeat(501) } }] },
      'maximum length of 500',
    ],
    [
      'log-inputs',
      { datasets: [{ dataset: { ...dataset, digest: 'n'.repeat(37) } }] },
      'maximum length of 36',
    ],
    ['log-inputs', { datasets: [{ dataset }, { dataset: { ...dataset, source: 'a\0b' } }] }, 'NUL'],
    ['log-inputs', { datasets: 'german' }, "parameter 'datasets'"],
    ['outputs', {}, "Missing value for required parameter 'models'"],
    ['outputs', { models: [{ model_id: 'm', step: 'last' }] }, 'step'],
    ['log-model', {}, "Missing value for required parameter 'model_json'"],
    ['log-model', { model_json: 'no json' }, 'Malformed model info'],
    ['log-model', { model_json: '{"flavors": {}}' }, 'missing mandatory fields'],
    [
      'log-model',
      { model_json: '{"run_id": "", "artifact_path": "", "utc_time_created": "", "flavors": []}' },
      "'flavors'",
    ],
  ])('%s refuses what is wrong and changes nothing (%#)', async (verb, body, message) => {
    const run_id = await createRun(server)
    const before = await server.contents()
    const reply = await server.post(`runs/${verb}`, { run_id, ...body })
    expect(reply).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } })
    expect(reply.body.message).toContain(message)
    expect(await server.contents()).toEqual(before)
  })
})
