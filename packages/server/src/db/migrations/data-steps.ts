import schemaFacts from '../../../../contract/facts/schema.json' with { type: 'json' }
import { FILL_TRACE_COLUMNS, refuseLostTraces } from './fill-trace-columns.ts'
import type { Shape } from './shape.ts'
import type { Session, Step } from './step.ts'

/** A revision whose migration changes rows; those that only change tables need no steps of their own. */
interface DataRevision {
  readonly revision: string
  /** Throws where the rows cannot be taken over; asked before anything is changed. */
  readonly refuse?: (session: Session, before: Shape) => Promise<void>
  /** They find the tables of today, and the columns that were given up still there. */
  readonly steps: (now: number) => readonly Step[]
}

/** MLflow's numbers of the states of a job. */
const JOB = { pending: 0, running: 1, canceled: 5 }

/** In the order of the revisions. */
const DATA_REVISIONS: readonly DataRevision[] = [
  {
    revision: '1b5f0d9ad7c1',
    steps: () => [
      {
        sql: `INSERT INTO workspaces (name, description)
SELECT 'default', 'Default workspace for legacy resources'
WHERE NOT EXISTS (SELECT 1 FROM workspaces WHERE name = 'default')`,
      },
    ],
  },
  { revision: '75868b020152', refuse: refuseLostTraces, steps: () => FILL_TRACE_COLUMNS },
  {
    revision: 'dc11669786a5',
    steps: (now) => [
      {
        sql: `UPDATE jobs SET status = ${JOB.canceled}, last_update_time = ${now}
WHERE status IN (${JOB.pending}, ${JOB.running})`,
      },
    ],
  },
]

const ORDER = schemaFacts.tracking.revisions.map(({ revision }) => revision)

/** Those that a database at `revision` has not had. */
export function dataRevisionsAfter(revision: string): readonly DataRevision[] {
  return DATA_REVISIONS.filter((data) => ORDER.indexOf(data.revision) > ORDER.indexOf(revision))
}
