import * as contract from '@millrace/contract'
import { type Route, route } from '../http/answer.ts'
import { createEvaluationDataset } from './create.ts'
import { addDatasetToExperiments, removeDatasetFromExperiments } from './experiments.ts'
import { deleteEvaluationDataset, getDatasetExperimentIds, getEvaluationDataset } from './get.ts'
import { deleteDatasetRecords, getDatasetRecords } from './records.ts'
import { searchEvaluationDatasets } from './search.ts'
import { deleteDatasetTag, setDatasetTags } from './tags.ts'
import { upsertDatasetRecords } from './upsert.ts'

export const evaluationDatasetRoutes: readonly Route[] = [
  route(contract.createEvaluationDataset, createEvaluationDataset),
  route(contract.getEvaluationDataset, getEvaluationDataset),
  route(contract.deleteEvaluationDataset, deleteEvaluationDataset),
  route(contract.searchEvaluationDatasets, searchEvaluationDatasets),
  route(contract.searchEvaluationDatasetsByQuery, searchEvaluationDatasets),
  route(contract.getDatasetRecords, getDatasetRecords),
  route(contract.upsertDatasetRecords, upsertDatasetRecords),
  route(contract.deleteDatasetRecords, deleteDatasetRecords),
  route(contract.setDatasetTags, setDatasetTags),
  route(contract.deleteDatasetTag, deleteDatasetTag),
  route(contract.getDatasetExperimentIds, getDatasetExperimentIds),
  route(contract.addDatasetToExperiments, addDatasetToExperiments),
  route(contract.removeDatasetFromExperiments, removeDatasetFromExperiments),
]
