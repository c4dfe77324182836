import { datasetRecordsPage } from './evaluation-datasets/records.ts'
import { searchEvaluationDatasetsPage } from './evaluation-datasets/search.ts'
import { experimentActivity } from './experiments/activity.ts'
import { searchExperimentsPage } from './experiments/search.ts'
import { runsFrom } from './lineage/descendants.ts'
import { versionsOfRuns } from './lineage/versions.ts'
import { searchLoggedModelsPage } from './logged-models/search.ts'
import { metricCurves } from './metrics/curves.ts'
import { metricLines } from './metrics/export.ts'
import { metricHistory, metricHistoryBulk } from './metrics/history.ts'
import { metricInterval } from './metrics/interval.ts'
import { searchModelVersionsPage, searchRegisteredModelsPage } from './registry/page.ts'
import { registryHistoryPage } from './registry/read-history.ts'
import { countAskedRuns } from './runs/count.ts'
import { allColumns } from './runs/export-columns.ts'
import { exportCsv, exportIds, exportJson } from './runs/export-pages.ts'
import { groupsPage } from './runs/group.ts'
import { frequentKeys, frequentValues } from './runs/keys.ts'
import { searchRunsPage } from './runs/search-page.ts'
import { tablePage } from './runs/table.ts'

/** Every read that runs off the main thread, by the name that verbs call it. */
export const LONG_READS = {
  countRuns: countAskedRuns,
  datasetRecords: datasetRecordsPage,
  exportColumns: allColumns,
  exportCsv,
  exportIds,
  exportJson,
  groupRuns: groupsPage,
  metricCurves,
  experimentActivity,
  metricHistory,
  metricHistoryBulk,
  metricInterval,
  metricLines,
  searchEvaluationDatasets: searchEvaluationDatasetsPage,
  registryHistory: registryHistoryPage,
  runKeys: frequentKeys,
  runsFrom,
  runValues: frequentValues,
  searchExperiments: searchExperimentsPage,
  searchLoggedModels: searchLoggedModelsPage,
  searchModelVersions: searchModelVersionsPage,
  searchRegisteredModels: searchRegisteredModelsPage,
  searchRuns: searchRunsPage,
  tableOfRuns: tablePage,
  versionsOfRuns,
} as const
