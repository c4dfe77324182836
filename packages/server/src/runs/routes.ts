import * as contract from '@millrace/contract'
import { type Route, route } from '../http/answer.ts'
import { countRuns } from './count.ts'
import { createRun } from './create.ts'
import { getRun } from './get.ts'
import { groupRuns } from './group.ts'
import { runKeys, runValues } from './keys.ts'
import { logBatch, logMetric, logParam, setTag } from './log.ts'
import { logInputs, logOutputs } from './log-inputs.ts'
import { logModel } from './log-model.ts'
import { moveRuns } from './move.ts'
import { searchRuns } from './search.ts'
import { tableOfRuns } from './table.ts'
import { deleteRun, deleteTag, restoreRun, updateRun } from './update.ts'

export const runRoutes: readonly Route[] = [
  route(contract.createRun, createRun),
  route(contract.getRun, getRun),
  route(contract.updateRun, updateRun),
  route(contract.deleteRun, deleteRun),
  route(contract.restoreRun, restoreRun),
  route(contract.searchRuns, searchRuns),
  route(contract.countRuns, countRuns),
  route(contract.moveRuns, moveRuns),
  route(contract.tableOfRuns, tableOfRuns),
  route(contract.groupRuns, groupRuns),
  route(contract.runKeys, runKeys),
  route(contract.runValues, runValues),
  route(contract.logMetric, logMetric),
  route(contract.logParam, logParam),
  route(contract.setTag, setTag),
  route(contract.deleteTag, deleteTag),
  route(contract.logBatch, logBatch),
  route(contract.logInputs, logInputs),
  route(contract.logOutputs, logOutputs),
  route(contract.logModel, logModel),
]
