import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { expect, it, vi } from 'vitest'
import { ANYTHING } from '../db/news.ts'
import { createExperiment, createRun } from '../testing/factories.ts'
import { onEveryDatabase } from '../testing/test-server.ts'
import { concerning } from './events.ts'

const CHANGED = { runs: { 1: ['a', 'b'], 2: ['c'], 3: [] } }

it.each<[experiments: string[], runs: string[], told: object | undefined]>([
  [[], [], { experiments: ['1', '2', '3'], runs: ['a', 'b', 'c'] }],
  [['1'], [], { experiments: ['1'], runs: ['a', 'b'] }],
  [['3'], [], { experiments: ['3'], runs: [] }],
  [[], ['c'], { experiments: [], runs: ['c'] }],
  [['1'], ['b', 'c'], { experiments: ['1'], runs: ['a', 'b', 'c'] }],
  [['4'], ['d'], undefined],
])('a page of the experiments %j and the runs %j is told %j', (experiments, runs, told) => {
  expect(concerning(CHANGED, new Set(experiments), new Set(runs))).toEqual(told)
})

it('every page is told that something changed', () => {
  expect(concerning(ANYTHING, new Set(['4']), new Set())).toMatchObject({ all: true })
})

onEveryDatabase('the event stream', (server) => {
  const follow = async (query: string) => {
    const { port } = await server.listen()
    const request = get({ port, host: '127.0.0.1', path: `/ajax-api/3.0/millrace/events${query}` })
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    let text = ''
    response.on('data', (chunk) => (text += chunk))
    return { text: () => text, stop: () => request.destroy() }
  }

  it('names the runs of the experiment asked for, no others', async () => {
    const [experiment_id, other] = [await createExperiment(server), await createExperiment(server)]
    const stream = await follow(`?experiment_id=${experiment_id}`)
    const foreign = await createRun(server, { experiment_id: other })
    const run_id = await createRun(server, { experiment_id })
    await vi.waitFor(() => expect(stream.text()).toContain(run_id), { timeout: 10_000 })
    expect(stream.text()).not.toContain(foreign)
    stream.stop()
  })

  it('a notice larger than a socket takes at once leaves its reader connected', async () => {
    const stream = await follow('')
    for (let i = 0; i < 20_000; i++) server.running.deps.changes.touch('1', `run-${i}`)
    await vi.waitFor(() => expect(stream.text()).toContain('run-19999'), { timeout: 10_000 })
    server.running.deps.changes.touch('1', 'after')
    await vi.waitFor(() => expect(stream.text()).toContain('after'), { timeout: 10_000 })
    stream.stop()
  })
})
