import { expect, test } from 'vitest'
import { parseLoggedModelOrderBy, parseOrderBy, type SearchEntity } from './index.ts'

const terms: [SearchEntity, string, object][] = [
  ['runs', 'metrics.acc', { type: 'metric', key: 'acc', ascending: true }],
  ['runs', 'metrics.`m one` DESC', { type: 'metric', key: 'm one', ascending: false }],
  ['runs', 'params."a b"  desc', { type: 'parameter', key: 'a b', ascending: false }],
  ['runs', 'tag.mlflow.user asc', { type: 'tag', key: 'mlflow.user', ascending: true }],
  ['runs', 'Created DESC', { type: 'attribute', key: 'start_time', ascending: false }],
  ['runs', 'attributes.end_time', { type: 'attribute', key: 'end_time', ascending: true }],
  ['experiments', '`name` DESC', { type: 'attribute', key: 'name', ascending: false }],
  [
    'experiments',
    'attribute.last_update_time',
    { type: 'attribute', key: 'last_update_time', ascending: true },
  ],
  ['registered_models', 'timestamp', { type: 'attribute', key: 'last_updated_timestamp', ascending: true }],
  [
    'registered_models',
    'timestamp desc',
    { type: 'attribute', key: 'last_updated_timestamp', ascending: false },
  ],
  ['model_versions', 'version_number DESC', { type: 'attribute', key: 'version_number', ascending: false }],
  ['model_versions', 'creation_timestamp', { type: 'attribute', key: 'creation_timestamp', ascending: true }],
]

test.each(terms)('%s ordered by %s', (entity, clause, term) => {
  expect(parseOrderBy(entity, [clause])).toEqual([term])
})

test('terms keep their order', () => {
  expect(parseOrderBy('runs', ['status', 'metrics.a DESC']).map((term) => term.key)).toEqual(['status', 'a'])
})

test('the same key under two names is a duplicate', () => {
  expect(() => parseOrderBy('runs', ['start_time', 'Created'])).toThrowError(
    expect.objectContaining({
      code: 'INTERNAL_ERROR',
      message: "`order_by` contains duplicate fields: ['start_time', 'Created']",
    }),
  )
})

test('experiments may be ordered by one key twice', () => {
  expect(parseOrderBy('experiments', ['name', 'name DESC'])).toHaveLength(2)
})

test('logged models are ordered by columns and by metrics of a dataset', () => {
  const order = [
    { field_name: 'creation_time', ascending: false },
    { field_name: 'metrics.a.b', dataset_name: 'iris', dataset_digest: '' },
  ]
  expect(parseLoggedModelOrderBy(order)).toEqual([
    { type: 'attribute', key: 'creation_timestamp_ms', ascending: false },
    { type: 'metric', key: 'a.b', ascending: true, dataset_name: 'iris' },
  ])
})
