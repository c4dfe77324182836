import { endpoint } from './endpoint.ts'
import { type Message, message } from './message.ts'

/** Asks to move runs, with all that was logged to them, to another experiment. */
export interface MoveRuns {
  run_ids?: string[]
  experiment_id?: string
}
const MoveRuns: Message<MoveRuns> = message('MoveRuns', {
  run_ids: { type: 'string', camel: 'runIds', repeated: true },
  experiment_id: { type: 'string', camel: 'experimentId' },
})

/** All of the runs are moved, or none. */
export const moveRuns = endpoint<MoveRuns, { moved: number }>({
  method: 'POST',
  path: '3.0/millrace/runs/move',
  request: MoveRuns,
  required: ['run_ids', 'experiment_id'],
  ranges: {
    run_ids: { min: 1, max: 1000, message: 'From 1 to 1000 runs can be moved at once, not {length}.' },
  },
  permission: {
    action: 'update',
    on: 'run',
    by: ['run_ids'],
    and: { action: 'update', on: 'experiment', by: ['experiment_id'] },
  },
})
