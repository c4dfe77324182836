import type { RunInfo } from '@millrace/contract'
import { expect, test } from 'vitest'
import { durationOf } from './run-values.ts'

const NOW = 9_000

test.each<[RunInfo, number | undefined]>([
  [{ start_time: 1_000, end_time: 3_000, status: 'FINISHED' }, 2_000],
  [{ start_time: 1_000, status: 'RUNNING' }, 8_000],
  [{ start_time: 1_000, status: 'FAILED' }, undefined],
  [{ start_time: 3_000, end_time: 1_000 }, 0],
  [{ start_time: 1.7e18, status: 'RUNNING' }, undefined],
  [{}, undefined],
])('%j took %s ms', (info, ms) => {
  expect(durationOf({ info }, NOW)).toBe(ms)
})
