import * as contract from '@millrace/contract'
import { type Route, route } from '../http/answer.ts'
import { deleteRegisteredModelAlias, getModelVersionByAlias, setRegisteredModelAlias } from './aliases.ts'
import { createModelVersion } from './create-version.ts'
import {
  createRegisteredModel,
  deleteRegisteredModel,
  getLatestVersions,
  getRegisteredModel,
  renameRegisteredModel,
  updateRegisteredModel,
} from './models.ts'
import { aliasAt, registryHistory } from './read-history.ts'
import { searchModelVersions, searchRegisteredModels } from './search.ts'
import {
  deleteModelVersionTag,
  deleteRegisteredModelTag,
  setModelVersionTag,
  setRegisteredModelTag,
} from './tags.ts'
import {
  deleteModelVersion,
  getModelVersion,
  getModelVersionDownloadUri,
  transitionModelVersionStage,
  updateModelVersion,
} from './versions.ts'

export const registryRoutes: readonly Route[] = [
  route(contract.createRegisteredModel, createRegisteredModel),
  route(contract.renameRegisteredModel, renameRegisteredModel),
  route(contract.updateRegisteredModel, updateRegisteredModel),
  route(contract.deleteRegisteredModel, deleteRegisteredModel),
  route(contract.getRegisteredModel, getRegisteredModel),
  route(contract.searchRegisteredModels, searchRegisteredModels),
  route(contract.getLatestVersions, getLatestVersions),
  route(contract.postLatestVersions, getLatestVersions),
  route(contract.setRegisteredModelTag, setRegisteredModelTag),
  route(contract.deleteRegisteredModelTag, deleteRegisteredModelTag),
  route(contract.setRegisteredModelAlias, setRegisteredModelAlias),
  route(contract.deleteRegisteredModelAlias, deleteRegisteredModelAlias),
  route(contract.getModelVersionByAlias, getModelVersionByAlias),
  route(contract.createModelVersion, createModelVersion),
  route(contract.getModelVersion, getModelVersion),
  route(contract.updateModelVersion, updateModelVersion),
  route(contract.deleteModelVersion, deleteModelVersion),
  route(contract.searchModelVersions, searchModelVersions),
  route(contract.getModelVersionDownloadUri, getModelVersionDownloadUri),
  route(contract.transitionModelVersionStage, transitionModelVersionStage),
  route(contract.setModelVersionTag, setModelVersionTag),
  route(contract.deleteModelVersionTag, deleteModelVersionTag),
  route(contract.registryHistory, registryHistory),
  route(contract.aliasAt, aliasAt),
]
