import { datasetRecordsPage } from './evaluation-datasets/records.ts'
import { searchEvaluationDatasetsPage } from './evaluation-datasets/search.ts'
import { searchExperimentsPage } from './experiments/search.ts'
import { runsFrom } from './lineage/descendants.ts'
import { versionsOfRuns } from './lineage/versions.ts'
import { searchLoggedModelsPage } from './logged-models/search.ts'
import { metricHistory, metricHistoryBulk } from './metrics/history.ts'
import { metricInterval } from './metrics/interval.ts'
import { searchModelVersionsPage, searchRegisteredModelsPage } from './registry/page.ts'
import { searchRunsPage } from './runs/search-page.ts'

/** Every read that runs off the main thread, by the name that verbs call it. */
export const LONG_READS = {
  datasetRecords: datasetRecordsPage,
  metricHistory,
  metricHistoryBulk,
  metricInterval,
  searchEvaluationDatasets: searchEvaluationDatasetsPage,
  runsFrom,
  searchExperiments: searchExperimentsPage,
  searchLoggedModels: searchLoggedModelsPage,
  searchModelVersions: searchModelVersionsPage,
  searchRegisteredModels: searchRegisteredModelsPage,
  searchRuns: searchRunsPage,
  versionsOfRuns,
} as const
