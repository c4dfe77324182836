import * as contract from '@millrace/contract'
import { type Route, route } from '../http/answer.ts'
import { createRun } from './create.ts'
import { getRun } from './get.ts'
import { logBatch, logMetric, logParam, setTag } from './log.ts'
import { logInputs, logOutputs } from './log-inputs.ts'
import { logModel } from './log-model.ts'
import { searchRuns } from './search.ts'
import { deleteRun, deleteTag, restoreRun, updateRun } from './update.ts'

export const runRoutes: readonly Route[] = [
  route(contract.createRun, createRun),
  route(contract.getRun, getRun),
  route(contract.updateRun, updateRun),
  route(contract.deleteRun, deleteRun),
  route(contract.restoreRun, restoreRun),
  route(contract.searchRuns, searchRuns),
  route(contract.logMetric, logMetric),
  route(contract.logParam, logParam),
  route(contract.setTag, setTag),
  route(contract.deleteTag, deleteTag),
  route(contract.logBatch, logBatch),
  route(contract.logInputs, logInputs),
  route(contract.logOutputs, logOutputs),
  route(contract.logModel, logModel),
]
