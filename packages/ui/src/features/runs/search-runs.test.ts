import { expect, test } from 'vitest'
import { patchRuns, runIdOf, runsOf, toFilter } from './search-runs.ts'

test.each([
  ['  ', ''],
  ['metrics.auc > 0.5', 'metrics.auc > 0.5'],
  ["tags.a LIKE 'b%'", "tags.a LIKE 'b%'"],
  ['tags.a IS NULL', 'tags.a IS NULL'],
  ['sweep-01', "attributes.run_name ILIKE '%sweep-01%'"],
  ["maria's", `attributes.run_name ILIKE "%maria's%"`],
])('%j is asked as %j', (text, filter) => {
  expect(toFilter(text)).toBe(filter)
})

test('a change replaces its rows in place and drops what is gone', () => {
  const run = (run_id: string, status: 'RUNNING' | 'FINISHED') => ({ info: { run_id, status } })
  const pages = {
    pages: [{ runs: [run('a', 'RUNNING'), run('b', 'RUNNING')] }, { runs: [run('c', 'RUNNING')] }],
    pageParams: ['', 'next'],
  }
  const patched = patchRuns(pages, new Set(['b', 'c']), [run('c', 'FINISHED')])
  expect(patched.pages).toEqual([{ runs: [run('a', 'RUNNING')] }, { runs: [run('c', 'FINISHED')] }])
})

test('a run that slid onto the next page is listed once', () => {
  const page = (...ids: string[]) => ({ runs: ids.map((run_id) => ({ info: { run_id } })) })
  const pages = { pages: [page('a', 'b'), page('b', 'c')], pageParams: ['', 'next'] }
  expect(runsOf(pages).map(runIdOf)).toEqual(['a', 'b', 'c'])
})
