import type { Run } from '@millrace/contract'
import { expect, test } from 'vitest'
import { nestRuns } from './nest-runs.ts'
import { rowSource } from './row-source.ts'

const page = (name: string, size: number): Run[] =>
  Array.from({ length: size }, (_, i) => ({ info: { run_id: `${name}${i}` } }))

const opened = (id: string, children: number) => ({
  counts: new Map([[id, children]]),
  opened: new Map([[id, { runs: page(`${id} child `, children), more: false, failed: false }]]),
})

/** Two pages from the top, the sixth and the last page; the others are not there. Ten children are open near, three far. */
const source = rowSource({
  first: nestRuns(page('top', 200), opened('top1', 10)),
  firstPages: 2,
  total: 1003,
  pages: new Map([
    [10, nestRuns(page('k', 3))],
    [5, nestRuns(page('f', 100), opened('f0', 3))],
  ]),
})

test('a row that is not loaded has its place', () => {
  expect(source.count).toBe(210 + 803 + 3)
  expect(source.at(2)?.id).toBe('top1 child 0')
  expect(source.at(209)?.id).toBe('top199')
  expect(source.at(210)).toBeUndefined()
  expect(source.at(510)?.id).toBe('f0')
  expect(source.at(511)?.id).toBe('f0 child 0')
  expect(source.at(514)?.id).toBe('f1')
  expect(source.at(613)).toBeUndefined()
  expect(source.at(1015)?.id).toBe('k2')
  expect(source.at(1016)).toBeUndefined()
})

test('the page of a row is known before it is loaded', () => {
  expect([210, 309, 310, 512, 612, 613, 712, 713].map((index) => source.pageAt(index))).toEqual([
    2, 2, 3, 5, 5, 6, 6, 7,
  ])
})

test('a loaded run is found', () => {
  expect(['top7', 'f99', 'k0', 'nope'].map((id) => source.indexOf(id))).toEqual([17, 612, 1013, -1])
})
