import {
  type CreateRun,
  type CreateRunResponse,
  invalidParameter,
  MlflowError,
  type RunTag,
} from '@millrace/contract'
import type { Deps } from '../deps.ts'
import { assertTagsDistinct } from '../validate.ts'
import { insertRuns } from './insert-runs.ts'
import { toTag } from './log.ts'
import { randomRunName } from './names.ts'
import { RUN_NAME_TAG } from './queries.ts'

export async function createRun(deps: Deps, input: CreateRun): Promise<CreateRunResponse> {
  const experiment_id = input.experiment_id ?? ''
  if (experiment_id === '') throw new MlflowError('BAD_REQUEST', 'The request gives no experiment_id.')
  const tags = input.tags ?? []
  assertTagsDistinct(tags)
  const name = runName(input.run_name ?? '', tags)
  const run_id = deps.newId()
  const rows = withName(tags, name).map((tag) => toTag(deps, run_id, tag, ''))
  const info = await deps.writer.gather(insertRuns, {
    deps,
    row: { run_id, name, user_id: input.user_id ?? '', start_time: input.start_time ?? 0 },
    experiment_id,
    tags: rows,
  })
  deps.changes.touch(experiment_id, run_id)
  return {
    run: { info, data: { tags: rows.map(({ key, value }) => ({ key, value })) }, inputs: {} },
  }
}

/** The name may come as a field, as a tag, or not at all; two that differ are refused as MLflow does. */
function runName(given: string, tags: readonly RunTag[]): string {
  const tag = tags.findLast((t) => t.key === RUN_NAME_TAG)?.value ?? ''
  if (given !== '' && tag !== '' && given !== tag) {
    throw invalidParameter(
      `Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different values (run_name='${given}', mlflow.runName='${tag}').`,
    )
  }
  return given || tag || randomRunName()
}

function withName(tags: readonly RunTag[], name: string): RunTag[] {
  return [...tags.filter((tag) => tag.key !== RUN_NAME_TAG), { key: RUN_NAME_TAG, value: name }]
}
