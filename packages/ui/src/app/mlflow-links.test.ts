import { expect, test } from 'vitest'
import { metricLinkOf, runsSearchOf } from './mlflow-links.ts'
import { parseSearch } from './search-params.ts'

test.each([
  [
    'searchFilter=metrics.auc > 0.5&orderByKey=metrics.%60auc%60&orderByAsc=false&lifecycleFilter=Deleted',
    { filter: 'metrics.auc > 0.5', sort: '-metrics.auc', view: 'deleted' },
  ],
  ['orderByKey=params.%60a b%60&orderByAsc=true', { sort: 'params.a b' }],
  ['orderByKey=attributes.start_time&orderByAsc=false&datasetsFilter=W10=', {}],
  ['orderByKey=nonsense&compareRunsMode=CHART', { tab: 'charts' }],
])('the table of runs: %s', (query, search) => {
  expect(JSON.parse(JSON.stringify(runsSearchOf(parseSearch(query))))).toEqual(search)
})

test.each([
  ['runs=["a","b"]&metric="loss"&experiments=["1"]', { runs: ['a', 'b'], metric: 'loss' }],
  ['runs=["a"]&metric="x"&plot_metric_keys=["loss","auc"]', { runs: ['a'], metric: 'loss' }],
  ['runs=broken&metric=plain', { runs: ['broken'], metric: 'plain' }],
  ['', { runs: [], metric: undefined }],
])('the chart of a metric: %s', (query, link) => {
  expect(metricLinkOf(parseSearch(query))).toEqual(link)
})
