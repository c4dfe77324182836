import * as contract from '@millrace/contract'
import { type Route, route } from '../http/answer.ts'
import { getMetricCurves } from './curves.ts'
import { getMetricHistory, getMetricHistoryBulk } from './history.ts'
import { getMetricHistoryBulkInterval } from './interval.ts'

export const metricRoutes: readonly Route[] = [
  route(contract.getMetricHistory, getMetricHistory),
  route(contract.getMetricHistoryBulk, getMetricHistoryBulk),
  route(contract.getMetricHistoryBulkInterval, getMetricHistoryBulkInterval),
  route(contract.getMetricCurves, getMetricCurves),
]
