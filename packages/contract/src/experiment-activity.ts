import { endpoint } from './endpoint.ts'
import { invalidParameter } from './errors.ts'
import { type Message, message } from './message.ts'

/** Asks how much has happened in experiments. */
export interface ListExperimentActivity {
  experiment_ids?: string[]
}
const ListExperimentActivity: Message<ListExperimentActivity> = message('ListExperimentActivity', {
  experiment_ids: { type: 'string', repeated: true, camel: 'experimentIds' },
})

/** What has happened in an experiment, as its active runs tell. */
export interface ExperimentActivity {
  experiment_id: string
  runs: number
  /** When the latest of them started, in milliseconds since 1970. */
  last_start_time?: number
}

export interface ListExperimentActivityResponse {
  /** Of those that have runs. */
  activity: ExperimentActivity[]
}

const MOST_EXPERIMENTS = 1000

function assertNotTooMany({ experiment_ids = [] }: ListExperimentActivity): void {
  if (experiment_ids.length > MOST_EXPERIMENTS)
    throw invalidParameter(`At most ${MOST_EXPERIMENTS} experiments may be asked for at once.`)
}

export const listExperimentActivity = endpoint<ListExperimentActivity, ListExperimentActivityResponse>({
  method: 'POST',
  path: '3.0/millrace/experiments/activity',
  request: ListExperimentActivity,
  required: ['experiment_ids'],
  check: assertNotTooMany,
  permission: { action: 'read', on: 'experiment', by: ['experiment_ids'] },
})
