import type { Experiment, ExperimentTag } from '@millrace/contract'

/** A row of the table, as Kysely selects it. */
export interface ExperimentRow {
  experiment_id: number
  name: string
  artifact_location: string | null
  lifecycle_stage: string | null
  creation_time: number | null
  last_update_time: number | null
  workspace: string
}

/** The wire's experiment. No tags and absent times are left out, as protobuf does. */
export function toExperiment(
  row: ExperimentRow,
  tags: readonly { key: string; value: string | null }[],
): Experiment {
  return {
    experiment_id: String(row.experiment_id),
    name: row.name,
    artifact_location: row.artifact_location ?? '',
    lifecycle_stage: row.lifecycle_stage ?? 'active',
    ...(row.last_update_time !== null && { last_update_time: row.last_update_time }),
    ...(row.creation_time !== null && { creation_time: row.creation_time }),
    ...(tags.length > 0 && { tags: tags.map(toTag) }),
    workspace: row.workspace,
  }
}

function toTag({ key, value }: { key: string; value: string | null }): ExperimentTag {
  return { key, value: value ?? '' }
}

/** What webhooks are told of an experiment. */
export function experimentData({
  experiment_id,
  name,
  lifecycle_stage,
}: Pick<ExperimentRow, 'experiment_id' | 'name' | 'lifecycle_stage'>): Experiment {
  return { experiment_id: String(experiment_id), name, lifecycle_stage: lifecycle_stage ?? 'active' }
}
