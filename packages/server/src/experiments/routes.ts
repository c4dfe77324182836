import * as contract from '@millrace/contract'
import { type Route, route } from '../http/answer.ts'
import { listExperimentActivity } from './activity.ts'
import { createExperiment } from './create.ts'
import { getExperiment, getExperimentByName } from './get.ts'
import { searchExperiments } from './search.ts'
import { deleteExperimentTag, setExperimentTag } from './tags.ts'
import { deleteExperiment, restoreExperiment, updateExperiment } from './update.ts'

export const experimentRoutes: readonly Route[] = [
  route(contract.createExperiment, createExperiment),
  route(contract.getExperiment, getExperiment),
  route(contract.getExperimentByName, getExperimentByName),
  route(contract.searchExperiments, searchExperiments),
  route(contract.searchExperimentsByQuery, searchExperiments),
  // The 1.x clients' list had no mandatory page size.
  route(contract.listExperiments, (deps, input) =>
    searchExperiments(deps, {
      ...input,
      max_results: input.max_results ?? contract.LIMITS.searchPageDefault,
    }),
  ),
  route(contract.listExperimentActivity, listExperimentActivity),
  route(contract.updateExperiment, updateExperiment),
  route(contract.deleteExperiment, deleteExperiment),
  route(contract.restoreExperiment, restoreExperiment),
  route(contract.setExperimentTag, setExperimentTag),
  route(contract.deleteExperimentTag, deleteExperimentTag),
]
