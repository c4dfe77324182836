import * as contract from '@millrace/contract'
import { type Route, route } from '../http/answer.ts'
import { linkPromptsToTrace } from './link.ts'

/** What prompts have beside registered models: they are models of the registry, with a tag that says so. */
export const promptRoutes: readonly Route[] = [route(contract.linkPromptsToTrace, linkPromptsToTrace)]
