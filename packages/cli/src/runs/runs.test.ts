import type { RunRecord } from '@millrace/sdk'
import { expect, it } from 'vitest'
import { compareRuns } from './compare.ts'
import { FORMATS } from './formats.ts'
import { sparkline } from './sparkline.ts'

function runWith(runId: string, fields: Partial<RunRecord>): RunRecord {
  return {
    runId,
    experimentId: '1',
    name: `run ${runId}`,
    userId: '',
    status: 'finished',
    startTime: new Date(0),
    endTime: undefined,
    artifactUri: '',
    lifecycleStage: 'active',
    metrics: {},
    latestMetrics: [],
    params: {},
    tags: {},
    datasets: [],
    inputModels: [],
    outputModels: [],
    ...fields,
  }
}

const a = runWith('a', { metrics: { auc: 0.5, loss: Number.NaN }, params: { depth: '3', text: 'x|y\nz' } })
const b = runWith('b', { metrics: { auc: 0.75 }, params: { depth: '3' }, tags: { 'mlflow.user': 'me' } })

it('what runs have is put side by side, metrics with their distance from the first', () => {
  expect(compareRuns([a, b], true)).toEqual([
    { key: 'params.text', values: ['x|y\nz', ''], delta: [undefined, undefined] },
    { key: 'metrics.auc', values: ['0.5', '0.75'], delta: [0, 0.25] },
    { key: 'metrics.loss', values: ['NaN', ''], delta: [undefined, undefined] },
  ])
  expect(compareRuns([a, b], false).map(({ key }) => key)).toContain('params.depth')
})

it('a run is a row in every format', () => {
  expect(FORMATS.markdown([a], ['params.text'])).toBe(
    '| Run | Name | Status | Started (UTC) | params.text |\n| --- | --- | --- | --- | --- |\n| a | run a | finished | 1970-01-01 00:00:00 | x\\|y z |',
  )
  expect(FORMATS.csv([a], ['params.text']).split('\n').slice(1).join('\n')).toBe(
    'a,run a,finished,1970-01-01 00:00:00,"x|y\nz"',
  )
  const late = runWith('c', { latestMetrics: [{ key: 'auc', value: 1, timestamp: 0, step: 2n ** 60n }] })
  expect(JSON.parse(FORMATS.json([late]))[0].latestMetrics[0].step).toBe('1152921504606846976')
  expect(JSON.parse(FORMATS.json([a]))[0].metrics).toEqual({ auc: 0.5, loss: 'NaN' })
  expect(FORMATS.table([a, b])).toContain('metrics.auc')
})

it('a curve is drawn between its least and its largest', () => {
  expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 8)).toBe('▁▂▃▄▅▆▇█')
  expect(sparkline([9, 1, Number.NaN, 1], 3)).toBe('▁ ▁')
})
