import { expect, it } from 'vitest'
import { createExperiment, createRunWith, succeeded } from '../testing/factories.ts'
import { type Json, onEveryDatabase } from '../testing/test-server.ts'

const PATH = '/api/3.0/millrace/runs/move'

onEveryDatabase('moving runs', (server) => {
  const move = (run_ids: string[], experiment_id: string) => server.post(PATH, { run_ids, experiment_id })
  const runsIn = async (experiment_id: string): Promise<Json[]> =>
    succeeded(await server.post('runs/search', { experiment_ids: [experiment_id], run_view_type: 'ALL' }))
      .runs ?? []

  it('brings runs with their history, files and models to another experiment', async () => {
    const [from, to] = [await createExperiment(server), await createExperiment(server)]
    const metrics = [1, 2, 3].map((step) => ({ key: 'loss', value: step / 2, timestamp: step, step }))
    const run_id = await createRunWith(
      server,
      { experiment_id: from },
      { metrics, tags: [{ key: 'a', value: 'b' }] },
    )
    const stays = await createRunWith(server, { experiment_id: from }, {})
    const body = { experiment_id: from, name: 'net', source_run_id: run_id, tags: [{ key: 't', value: 'v' }] }
    const { model } = succeeded(await server.post('logged-models', body))
    const before = (await runsIn(from)).find(({ info }) => info.run_id === run_id)

    expect(succeeded(await move([run_id, run_id], to))).toEqual({ moved: 1 })
    expect((await runsIn(from)).map(({ info }) => info.run_id)).toEqual([stays])
    const [after] = await runsIn(to)
    expect(after).toEqual({ ...before, info: { ...before?.info, experiment_id: to } })
    const history = succeeded(await server.get('metrics/get-history', { run_id, metric_key: 'loss' }))
    expect(history.metrics).toHaveLength(3)
    const found = succeeded(await server.get(`logged-models/${model.info.model_id}`))
    expect(found.model.info).toMatchObject({ experiment_id: to, source_run_id: run_id })
    const { models } = succeeded(await server.post('logged-models/search', { experiment_ids: [to] }))
    expect(models.map(({ info }: Json) => info.model_id)).toEqual([model.info.model_id])
    expect(succeeded(await move([run_id], to))).toEqual({ moved: 0 })
  })

  it('moves all or none, and says what was wrong', async () => {
    const [from, to, gone] = [
      await createExperiment(server),
      await createExperiment(server),
      await createExperiment(server),
    ]
    const run_id = await createRunWith(server, { experiment_id: from }, {})
    succeeded(await server.post('experiments/delete', { experiment_id: gone }))
    for (const [ids, target, status, text] of [
      [[run_id, 'none'], to, 404, 'Run with id=none not found'],
      [[run_id], '999999', 404, 'No Experiment with id=999999'],
      [[run_id], gone, 400, "must be in the 'active' state"],
      [[run_id], 'x', 400, 'x'],
      [[], to, 400, 'From 1 to 1000 runs'],
      [Array(1001).fill(run_id), to, 400, 'not 1001'],
    ] as const) {
      const reply = await move([...ids], target)
      expect([reply.status, reply.body.message]).toEqual([status, expect.stringContaining(text)])
    }
    expect((await runsIn(from)).map(({ info }) => info.run_id)).toEqual([run_id])
    expect(await runsIn(to)).toEqual([])
  })
})
