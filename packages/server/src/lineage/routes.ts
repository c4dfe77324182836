import * as contract from '@millrace/contract'
import { type Route, route } from '../http/answer.ts'
import { lineage } from './lineage.ts'

export const lineageRoutes: readonly Route[] = [route(contract.lineage, lineage)]
