import type { RunInfo, RunStatus } from '@millrace/contract'

interface RunRow {
  run_uuid: string
  name: string | null
  user_id: string | null
  status: string | null
  start_time: number | null
  end_time: number | null
  lifecycle_stage: string | null
  artifact_uri: string | null
  experiment_id: number | null
}

/** The wire's run info. An end time of 0 counts as none, as in MLflow. */
export function toRunInfo(row: RunRow): RunInfo {
  return {
    run_uuid: row.run_uuid,
    experiment_id: String(row.experiment_id),
    run_name: row.name ?? '',
    user_id: row.user_id ?? '',
    status: (row.status ?? 'RUNNING') as RunStatus,
    ...(row.start_time !== null && { start_time: row.start_time }),
    ...(row.end_time && { end_time: row.end_time }),
    artifact_uri: row.artifact_uri ?? '',
    lifecycle_stage: row.lifecycle_stage ?? 'active',
    run_id: row.run_uuid,
  }
}
