import { expect, it } from 'vitest'
import { createExperiment, createRun, succeeded } from '../testing/factories.ts'
import { onEveryDatabase } from '../testing/test-server.ts'

onEveryDatabase('what happens in experiments', (server) => {
  const activity = (experiment_ids: string[]) =>
    server.inject({
      method: 'POST',
      url: '/api/3.0/millrace/experiments/activity',
      payload: JSON.stringify({ experiment_ids }),
      headers: { 'content-type': 'application/json' },
    })

  it('is told by their active runs', async () => {
    const [busy, quiet] = [await createExperiment(server), await createExperiment(server)]
    for (const start_time of [1_000, 3_000_000_000_000, 2_000])
      await createRun(server, { experiment_id: busy, start_time })
    const run_id = await createRun(server, { experiment_id: busy, start_time: 4_000_000_000_000 })
    succeeded(await server.post('runs/delete', { run_id }))
    expect(succeeded(await activity([quiet, busy]))).toEqual({
      activity: [{ experiment_id: busy, runs: 3, last_start_time: 3_000_000_000_000 }],
    })
  })

  it('is told of many at once', async () => {
    const id = await createExperiment(server)
    await createRun(server, { experiment_id: id })
    const others = Array.from({ length: 500 }, (_, at) => String(1_000_000 + at))
    expect(succeeded(await activity([...others, id])).activity).toMatchObject([
      { experiment_id: id, runs: 1 },
    ])
  })

  it.each([[['x']], [Array.from({ length: 1001 }, () => '1')]])('is refused for %j', async (ids) => {
    expect((await activity(ids)).status).toBe(400)
  })
})
