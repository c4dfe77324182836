import { expect, test } from 'vitest'
import type { Table } from '../scoring/input.ts'
import { nextBatch } from './batching.ts'
import { JOBS, type Job, type Prepared } from './job.ts'

const LIMITS = { maxBatchRows: 8, maxBatchDelay: 10 }

function table(rows: number, name = 'x'): Table {
  const column = { name, type: 'double' as const, values: new Float64Array(rows) }
  return { kind: 'table', rows, isNamed: true, columns: [column] }
}

function queueOf(...inputs: (Prepared | undefined)[]): Job[] {
  const request = { contentType: 'application/json', body: Buffer.alloc(0) }
  return inputs.map((input) => ({
    request,
    input,
    since: 100,
    settled: false,
    resolve: () => {},
    reject: () => {},
  }))
}

test.each([
  ['one by itself waits for more', [table(2)], { count: 1, wait: 10 }],
  ['what waits goes together', [table(3), table(4)], { count: 2, wait: 10 }],
  ['a full batch goes at once', [table(3), table(5)], { count: 2, wait: 0 }],
  ['what no longer fits is left', [table(3), table(4), table(2)], { count: 2, wait: 0 }],
  ['one that is too large goes by itself', [table(20), table(1)], { count: 1, wait: 0 }],
  ['other columns are left', [table(1), table(1, 'y')], { count: 1, wait: 0 }],
  ['a request as it came goes by itself', [undefined, table(1)], { count: 1, wait: 0 }],
  ['CSV goes by itself', ['csv' as const, table(1)], { count: 1, wait: 0 }],
])('%s', (_, inputs, batch) => {
  expect(nextBatch(queueOf(...inputs), 100, LIMITS, JOBS)).toEqual(batch)
})

test('nobody waits longer than the delay', () => {
  expect(nextBatch(queueOf(table(1)), 104, LIMITS, JOBS).wait).toBe(6)
  expect(nextBatch(queueOf(table(1)), 111, LIMITS, JOBS).wait).toBe(0)
})

test('without batching every request goes at once by itself', () => {
  const off = { maxBatchRows: 1, maxBatchDelay: 0 }
  expect(nextBatch(queueOf(table(1), table(1)), 100, off, JOBS)).toEqual({ count: 1, wait: 0 })
})
