import { endpoint } from './endpoint.ts'
import { type Int64, message } from './message.ts'

export interface DeleteForGood {
  run_ids?: string[]
  experiment_ids?: string[]
  logged_model_ids?: string[]
  /** Milliseconds since they were deleted. */
  older_than?: Int64
  dry_run?: boolean
}
const DeleteForGood = message<DeleteForGood>('DeleteForGood', {
  run_ids: { type: 'string', repeated: true, camel: 'runIds' },
  experiment_ids: { type: 'string', repeated: true, camel: 'experimentIds' },
  logged_model_ids: { type: 'string', repeated: true, camel: 'loggedModelIds' },
  older_than: { type: 'int64', camel: 'olderThan' },
  dry_run: { type: 'bool', camel: 'dryRun' },
})

export interface DeleteForGoodResponse {
  /** In the order in which they went, or would go. */
  deleted: { kind: string; id: string; artifacts_left?: string }[]
}

/** For administrators: what `millrace gc` does to things named by id, all of them in the stage `deleted`. */
export const deleteForGood = endpoint<DeleteForGood, DeleteForGoodResponse>({
  method: 'POST',
  path: '3.0/millrace/delete-for-good',
  request: DeleteForGood,
  permission: { action: 'delete', on: 'server' },
})
