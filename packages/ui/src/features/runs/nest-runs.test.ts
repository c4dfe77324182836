import type { Run } from '@millrace/contract'
import { describe, expect, test } from 'vitest'
import { nestRuns } from './nest-runs.ts'

const run = (run_id: string, parent?: string): Run => ({
  info: { run_id },
  data: parent === undefined ? {} : { tags: [{ key: 'mlflow.parentRunId', value: parent }] },
})

const shape = (runs: Run[], collapsed: string[] = []) =>
  nestRuns(runs, new Set(collapsed)).map(({ id, depth }) => '  '.repeat(depth) + id)

describe('nestRuns', () => {
  test('puts children below their parent in the order of the server', () => {
    expect(shape([run('b2', 'b'), run('a'), run('b1', 'b'), run('b'), run('b11', 'b1')])).toEqual([
      'a',
      'b',
      '  b2',
      '  b1',
      '    b11',
    ])
  })

  test('hides everything below a collapsed parent', () => {
    expect(shape([run('a'), run('a1', 'a'), run('a11', 'a1'), run('b')], ['a'])).toEqual(['a', 'b'])
  })

  test('keeps a child whose parent is not loaded, and says so', () => {
    expect(nestRuns([run('a', 'far away')], new Set())[0]).toMatchObject({ id: 'a', depth: 0, orphan: true })
  })

  test('survives runs that are their own ancestors', () => {
    expect(shape([run('a', 'b'), run('b', 'a'), run('c', 'c')])).toEqual(['a', '  b', 'c'])
  })
})
