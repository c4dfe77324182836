import {
  type DeleteForGood,
  type DeleteForGoodResponse,
  invalidParameter,
  MlflowError,
} from '@millrace/contract'
import type { Deps } from '../deps.ts'
import { collectGarbage } from './collect.ts'

const MOST_IDS = 1000

export async function deleteForGood(deps: Deps, input: DeleteForGood): Promise<DeleteForGoodResponse> {
  if (!deps.permanentDelete) {
    throw new MlflowError(
      'PERMISSION_DENIED',
      'This server deletes nothing for good: start it with --enable-permanent-delete, or run `millrace gc` beside it.',
    )
  }
  const { run_ids = [], experiment_ids = [], logged_model_ids = [] } = input
  const count = run_ids.length + experiment_ids.length + logged_model_ids.length
  // Without ids `millrace gc` takes all; a request that forgot them must not.
  if (count === 0) throw invalidParameter('Name what is to go: run_ids, experiment_ids or logged_model_ids.')
  if (count > MOST_IDS)
    throw invalidParameter(`At most ${MOST_IDS} ids are taken at once; these are ${count}.`)
  const request = {
    now: deps.clock(),
    olderThan: input.older_than,
    run_ids,
    experiment_ids,
    logged_model_ids,
  }
  const deleted: DeleteForGoodResponse['deleted'] = []
  for await (const { kind, id, artifactsLeft } of collectGarbage(deps, request, input.dry_run ?? false)) {
    deleted.push({ kind, id, ...(artifactsLeft && { artifacts_left: artifactsLeft }) })
  }
  return { deleted }
}
