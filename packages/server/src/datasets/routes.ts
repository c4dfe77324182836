import * as contract from '@millrace/contract'
import { type Route, route } from '../http/answer.ts'
import { searchDatasets } from './search.ts'

export const datasetRoutes: readonly Route[] = [route(contract.searchDatasets, searchDatasets)]
