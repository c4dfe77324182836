import { endpoint } from './endpoint.ts'
import * as m from './generated/messages.ts'

/** The datasets that runs of some experiments took in. */
export const searchDatasets = endpoint<m.SearchDatasets, m.SearchDatasetsResponse>({
  method: 'POST',
  path: '2.0/mlflow/experiments/search-datasets',
  request: m.SearchDatasets,
  ajaxOnly: true,
  permission: { action: 'read', on: 'experiment', by: ['experiment_ids'] },
})
