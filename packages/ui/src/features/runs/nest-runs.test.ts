import type { Run } from '@millrace/contract'
import { describe, expect, test } from 'vitest'
import { isRun, nestRuns, type Opened } from './nest-runs.ts'

const run = (run_id: string, parent?: string): Run => ({
  info: { run_id },
  data: parent === undefined ? {} : { tags: [{ key: 'mlflow.parentRunId', value: parent }] },
})

const children = (ids: string[], rest: Partial<Opened> = {}): Opened => ({
  runs: ids.map((id) => run(id, 'a')),
  more: false,
  failed: false,
  ...rest,
})

const shape = (runs: Run[], opened: Record<string, Opened>) =>
  nestRuns(runs, { counts: new Map([['a', 2]]), opened: new Map(Object.entries(opened)) }).map(
    ({ id, depth }) => '  '.repeat(depth) + id,
  )

describe('nestRuns', () => {
  test('puts the children of an open run below it, on every level', () => {
    const opened = { a: children(['a2', 'a1']), a1: children(['a11']) }
    expect(shape([run('b'), run('a')], opened)).toEqual(['b', 'a', '  a2', '  a1', '    a11'])
  })

  test('a run that is not open has no children below, but says how many there are', () => {
    const rows = nestRuns([run('a'), run('b')], { counts: new Map([['a', 2]]), opened: new Map() })
    expect(rows.filter(isRun).map(({ childCount }) => childCount)).toEqual([2, 0])
  })

  test('holds a place for children that are on their way, that failed, or that are too many', () => {
    expect(shape([run('a')], { a: children([], { runs: undefined }) })).toEqual(['a', '  waiting a'])
    expect(shape([run('a')], { a: children(['a1'], { more: true }) })).toEqual(['a', '  a1', '  more a'])
    expect(shape([run('a')], { a: children([], { failed: true }) })).toEqual(['a', '  failed a'])
  })

  test('says of a run whose parent is not above it that it is a child', () => {
    expect(nestRuns([run('a', 'elsewhere')])[0]).toMatchObject({ depth: 0, orphan: true })
  })

  test('survives runs that are their own ancestors', () => {
    const opened = { a: children(['b']), b: children(['a']) }
    expect(shape([run('a')], opened)).toEqual(['a', '  b', '    a'])
  })
})
