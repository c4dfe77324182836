import { expect, it } from 'vitest'
import { createExperiment, createRun, succeeded } from '../testing/factories.ts'
import { onEveryDatabase } from '../testing/test-server.ts'

const PATH = '/ajax-api/2.0/mlflow/experiments/search-datasets'

onEveryDatabase('the datasets of experiments', (server) => {
  const dataset = (name: string, context?: string) => ({
    dataset: { name, digest: 'd', source_type: 's', source: 's' },
    ...(context && { tags: [{ key: 'mlflow.data.context', value: context }] }),
  })

  it('each dataset is named once with each context, other experiments left out', async () => {
    const experiment_id = await createExperiment(server)
    for (let i = 0; i < 2; i++) {
      const run_id = await createRun(server, { experiment_id })
      succeeded(
        await server.post('runs/log-inputs', { run_id, datasets: [dataset('a', 'train'), dataset('b')] }),
      )
    }
    const run_id = await createRun(server, { experiment_id })
    succeeded(await server.post('runs/log-inputs', { run_id, datasets: [dataset('a', 'test')] }))
    const elsewhere = await createRun(server)
    succeeded(await server.post('runs/log-inputs', { run_id: elsewhere, datasets: [dataset('z')] }))

    const { dataset_summaries } = succeeded(await server.post(PATH, { experiment_ids: [experiment_id] }))
    expect(dataset_summaries).toHaveLength(3)
    expect(dataset_summaries).toEqual(
      expect.arrayContaining([
        { experiment_id, name: 'a', digest: 'd', context: 'train' },
        { experiment_id, name: 'a', digest: 'd', context: 'test' },
        { experiment_id, name: 'b', digest: 'd' },
      ]),
    )
  })

  it('an experiment without datasets answers an empty object', async () => {
    const experiment_ids = [await createExperiment(server)]
    expect(succeeded(await server.post(PATH, { experiment_ids }))).toEqual({})
  })

  it.each([
    [{}],
    [{ experiment_ids: [] }],
    [{ experiment_ids: Array(21).fill('0') }],
    [{ experiment_ids: 'zero' }],
  ])('refuses what is wrong (%#)', async (body) => {
    const reply = await server.post(PATH, body)
    expect(reply).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } })
  })
})
