import { describe, expect, test } from 'vitest'
import { nextSort, orderBy, parseColumn, searchName } from './columns.ts'

test.each([
  ['metrics.train/auc', { kind: 'metrics', key: 'train/auc' }],
  ['params.a.b', { kind: 'params', key: 'a.b' }],
  ['tags.mlflow.user', { kind: 'tags', key: 'mlflow.user' }],
  ['attributes.status', { kind: 'attributes', key: 'status' }],
])('%s is a column', (id, column) => {
  expect(parseColumn(id)).toMatchObject(column)
})

test.each(['attributes.nope', 'attributes.constructor', 'nope.a', 'metrics.', 'x'])('%s is not', (id) => {
  expect(parseColumn(id)).toBeUndefined()
})

describe('sorting', () => {
  test('a header goes from largest to smallest to unsorted', () => {
    const first = nextSort(undefined, 'metrics.auc')
    const second = nextSort(first, 'metrics.auc')
    expect([first, second, nextSort(second, 'metrics.auc')]).toEqual([
      '-metrics.auc',
      'metrics.auc',
      undefined,
    ])
  })

  test.each([
    ['-metrics.valid auc', ['metrics.`valid auc` DESC']],
    ['params.a`b', ['params."a`b" ASC']],
    ['attributes.start_time', ['attributes.start_time ASC']],
    [undefined, []],
  ])('%s is asked of the server as %j', (sort, expected) => {
    expect(orderBy(sort)).toEqual(expected)
  })
})

test('a key with dots is quoted as one', () => {
  expect(searchName('tags.mlflow.user')).toBe('tags.`mlflow.user`')
})
