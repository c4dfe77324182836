import * as contract from '@millrace/contract'
import { type Route, route } from '../http/answer.ts'
import { createLoggedModel } from './create.ts'
import { getLoggedModel, listLoggedModelArtifacts } from './get.ts'
import { searchLoggedModels } from './search.ts'
import {
  deleteLoggedModel,
  deleteLoggedModelTag,
  finalizeLoggedModel,
  logLoggedModelParams,
  setLoggedModelTags,
} from './update.ts'

export const loggedModelRoutes: readonly Route[] = [
  route(contract.createLoggedModel, createLoggedModel),
  route(contract.getLoggedModel, getLoggedModel),
  route(contract.finalizeLoggedModel, finalizeLoggedModel),
  route(contract.deleteLoggedModel, deleteLoggedModel),
  route(contract.logLoggedModelParams, logLoggedModelParams),
  route(contract.setLoggedModelTags, setLoggedModelTags),
  route(contract.deleteLoggedModelTag, deleteLoggedModelTag),
  route(contract.searchLoggedModels, searchLoggedModels),
  route(contract.listLoggedModelArtifacts, listLoggedModelArtifacts),
]
