import * as contract from '@millrace/contract'
import { type Route, route } from '../http/answer.ts'
import { deleteForGood } from './delete-for-good.ts'

export const gcRoutes: readonly Route[] = [route(contract.deleteForGood, deleteForGood)]
