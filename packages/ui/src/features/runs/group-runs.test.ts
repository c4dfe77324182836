import { expect, test } from 'vitest'
import { filterOfGroup } from './group-runs.ts'

test.each([
  ['', ['params.model'], ['gbdt'], "params.`model` = 'gbdt'"],
  [
    '',
    ['params.model', 'attributes.status'],
    [null, 'RUNNING'],
    "params.`model` IS NULL AND attributes.status = 'RUNNING'",
  ],
  ['metrics.auc > 0.5', ['tags.a b'], ["it's"], 'metrics.auc > 0.5 AND tags.`a b` = "it\'s"'],
  ['sweep', ['dataset.name'], ['g'], "attributes.run_name ILIKE '%sweep%' AND dataset.`name` = 'g'"],
  ['', ['params.q'], [`'"`], `params.\`q\` LIKE '_"'`],
  ['', ['dataset.name'], [null], undefined],
])('%j by %j: %j is %s', (filter, fields, values, expected) => {
  expect(filterOfGroup(filter, fields, values)).toBe(expected)
})
