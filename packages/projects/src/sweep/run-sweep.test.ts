import { mkdirSync, writeFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import { testStore } from '../testing/test-store.ts'
import { TRAINER_PROJECT, trainer } from '../testing/trainer.ts'
import { pointKey, pointsOf } from './grid.ts'
import { runSweep, type SweepOptions, type SweepProgress } from './run-sweep.ts'

const { folder, client, place: store } = testStore('sweep')
const uri = folder.file('project')
mkdirSync(uri)
writeFileSync(`${uri}/MLproject`, TRAINER_PROJECT)
writeFileSync(`${uri}/train.mjs`, trainer())

async function sweep(options: Pick<SweepOptions, 'grid'> & Partial<SweepOptions>) {
  const started = await runSweep({ uri, ...store, ...options })
  return started.wait()
}

function childrenOf(parent: string) {
  return client.runs
    .search({ experimentIds: ['0'], filter: `tags.\`mlflow.parentRunId\` = '${parent}'` })
    .all()
}

describe('a grid', () => {
  it('is every combination of its values', () => {
    expect(pointsOf({ lr: ['0.1', '1'], depth: ['3', '5'] })).toEqual([
      { lr: '0.1', depth: '3' },
      { lr: '0.1', depth: '5' },
      { lr: '1', depth: '3' },
      { lr: '1', depth: '5' },
    ])
    expect(pointKey({ b: '1', a: '2' })).toBe(pointKey({ a: '2', b: '1' }))
  })

  it.each([
    [{}, 'The grid has no values.'],
    [{ a: [] }, 'The grid has no values.'],
    [Object.fromEntries([1, 2, 3, 4, 5].map((n) => [n, Array(7).fill('x')])), '16807 combinations'],
  ])('%j is refused', (grid, reason) => {
    expect(() => pointsOf(grid)).toThrow(reason)
  })
})

test('each combination is a child of one run; what failed is run again when it goes on', async () => {
  const seen: SweepProgress[] = []
  const grid = { lr: ['0.5', '2'], depth: ['3', '13'] }
  const first = await sweep({ grid, jobs: 2, runName: 'grid', onProgress: (one) => void seen.push(one) })
  expect(first).toMatchObject({ status: 'failed', total: 4, finished: 2, failed: 2, reused: 0 })
  expect(await client.runs.get(first.runId)).toMatchObject({ status: 'failed', name: 'grid' })
  const children = await childrenOf(first.runId)
  expect(children.map(({ name, status, metrics }) => [name, status, metrics.score]).sort()).toEqual([
    ['grid lr=0.5 depth=13', 'failed', undefined],
    ['grid lr=0.5 depth=3', 'finished', 1.5],
    ['grid lr=2 depth=13', 'failed', undefined],
    ['grid lr=2 depth=3', 'finished', 6],
  ])
  const failures = seen.flatMap(({ ended }) => (ended?.end.status === 'failed' ? [ended.lastWords] : []))
  expect(failures).toEqual([['no such depth'], ['no such depth']])
  expect(seen.map(({ done }) => done)).toEqual([0, 1, 2, 3, 4])
  expect(Math.max(...seen.map(({ running }) => running))).toBeLessThanOrEqual(2)

  writeFileSync(`${uri}/train.mjs`, trainer().replace('depth === 13', 'false'))
  const second = await sweep({ grid, resume: first.runId })
  expect(second).toMatchObject({ runId: first.runId, status: 'finished', finished: 2, reused: 2 })
  expect(await childrenOf(first.runId)).toHaveLength(6)
  expect((await client.runs.get(first.runId)).status).toBe('finished')
}, 120_000)

test('a sweep that is ended begins no other run', async () => {
  const started = await runSweep({
    ...{ uri, ...store, entryPoint: 'wait.sh' },
    grid: { n: ['1', '2', '3'] },
  })
  await started.cancel()
  const end = await started.wait()
  expect(end.status).toBe('killed')
  expect(await childrenOf(end.runId)).toHaveLength(1)
}, 60_000)
writeFileSync(`${uri}/wait.sh`, 'sleep 30')

test('what is no sweep is not gone on with', async () => {
  const { runId } = await client.runs.create({ experimentId: '0' })
  await expect(sweep({ grid: { lr: ['1'] }, resume: runId })).rejects.toThrow('is the parent of no sweep')
  await expect(sweep({ grid: { lr: ['1'] }, jobs: 0 })).rejects.toThrow('whole number from 1')
  const before = await client.runs.search({ experimentIds: ['0'] }).all()
  await expect(sweep({ grid: { lr: ['1'] }, entryPoint: 'none' })).rejects.toThrow('Could not find none')
  await expect(sweep({ grid: { lr: ['1'] }, entryPoint: 'steps' })).rejects.toThrow("parameters: 'data'")
  expect(await client.runs.search({ experimentIds: ['0'] }).all()).toHaveLength(before.length)
  const first = await sweep({ grid: { lr: ['1'] } })
  expect((await client.runs.get(first.runId)).name).toBe('trainer main: lr')
  await expect(
    sweep({ grid: { lr: ['1'] }, resume: first.runId, parameters: { depth: '4' } }),
  ).rejects.toThrow('had other parameters')
}, 60_000)
