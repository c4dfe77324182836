import {
  type DeleteRun,
  type DeleteTag,
  doesNotExist,
  type RestoreRun,
  type RunInfo,
  type UpdateRun,
  type UpdateRunResponse,
} from '@millrace/contract'
import type { Executor } from '../db/executor.ts'
import type { Deps } from '../deps.ts'
import { announce } from '../webhooks/announce.ts'
import { toTag } from './log.ts'
import * as queries from './queries.ts'
import { toRunInfo } from './rows.ts'
import { assertActive, noSuchRun, requireActiveRun } from './state.ts'

export async function updateRun(deps: Deps, input: UpdateRun): Promise<UpdateRunResponse> {
  const run_id = input.run_id ?? ''
  const name = input.run_name || undefined
  const tag = name && toTag(deps, run_id, { key: queries.RUN_NAME_TAG, value: name }, '')
  const run_info = await deps.writer.write(async (tx) => {
    const row = await tx.first(queries.runInfo, { run_id })
    if (!row) throw noSuchRun(run_id)
    assertActive(run_id, row.lifecycle_stage)
    const { status, end_time } = input
    await tx.run(queries.updateRunRow, {
      run_id,
      name: name ?? null,
      status: status ?? null,
      end_time: end_time ?? null,
    })
    if (tag) await tx.insert(queries.upsertTag, [tag])
    const info = toRunInfo({
      ...row,
      name: name ?? row.name,
      status: status ?? row.status,
      end_time: end_time ?? row.end_time,
    })
    await announceUpdate(deps, tx, info, row.status)
    return info
  })
  deps.changes.touch(run_info.experiment_id ?? '', run_id)
  return { run_info }
}

const ENDED: ReadonlySet<string | undefined> = new Set(['FINISHED', 'FAILED', 'KILLED'])

async function announceUpdate(deps: Deps, tx: Executor, data: RunInfo, before: string | null): Promise<void> {
  await announce(deps, tx, { entity: 'RUN', action: 'UPDATED', data })
  if (data.status === before || !ENDED.has(data.status)) return
  await announce(deps, tx, { entity: 'RUN', action: 'FINISHED', data })
}

export async function deleteRun(deps: Deps, input: DeleteRun): Promise<object> {
  return setStage(deps, input.run_id ?? '', 'deleted', deps.clock())
}

export async function restoreRun(deps: Deps, input: RestoreRun): Promise<object> {
  return setStage(deps, input.run_id ?? '', 'active', null)
}

/** Deleting what is deleted, and restoring what is not, is no error. */
async function setStage(
  deps: Deps,
  run_id: string,
  stage: string,
  deleted_time: number | null,
): Promise<object> {
  const experiment_id = await deps.writer.write(async (tx) => {
    const run = await tx.first(queries.runInfo, { run_id })
    if (!run) throw noSuchRun(run_id)
    await tx.run(queries.setStageOfRun, { run_id, stage, deleted_time })
    if (run.lifecycle_stage !== stage) {
      const data = toRunInfo({ ...run, lifecycle_stage: stage })
      const action = stage === 'active' ? 'RESTORED' : 'DELETED'
      await announce(deps, tx, { entity: 'RUN', action, data })
    }
    return run.experiment_id ?? 0
  })
  deps.changes.touch(experiment_id, run_id)
  return {}
}

export async function deleteTag(deps: Deps, input: DeleteTag): Promise<object> {
  const run_id = input.run_id ?? ''
  const key = input.key ?? ''
  const experiment_id = await deps.writer.write(async (tx) => {
    const experiment = await requireActiveRun(tx, run_id)
    if ((await tx.run(queries.deleteTag, { run_id, key })) > 0) return experiment
    throw doesNotExist(`No tag with name: ${key} in run with id ${run_id}`)
  })
  deps.changes.touch(experiment_id, run_id)
  return {}
}
