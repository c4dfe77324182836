import type {
  ExperimentActivity,
  ListExperimentActivity,
  ListExperimentActivityResponse,
} from '@millrace/contract'
import { sql } from 'kysely'
import type { Executor } from '../db/executor.ts'
import type { Deps } from '../deps.ts'
import { JsonText, toJson } from '../http/json-text.ts'
import { among } from '../search/compile.ts'
import { experimentNumber } from '../validate.ts'

/** How many active runs experiments have, and when the latest started. */
export async function listExperimentActivity(deps: Deps, input: ListExperimentActivity): Promise<JsonText> {
  const ids = (input.experiment_ids ?? []).map(experimentNumber)
  return new JsonText(await deps.longReads.run('experimentActivity', ids))
}

interface ActivityRow {
  experiment_id: number
  runs: number | string
  last_start_time: number | string | null
}

/** The index of the runs' page holds all that is read here. */
export async function experimentActivity(db: Executor, ids: readonly number[]): Promise<string> {
  if (ids.length === 0) return toJson({ activity: [] } satisfies ListExperimentActivityResponse)
  const query = sql<ActivityRow>`select experiment_id, count(*) as runs, max(start_time) as last_start_time from runs
    where ${among(db.dialect, sql`experiment_id`, ids)} and lifecycle_stage = 'active' group by experiment_id`
  const rows = await db.query<ActivityRow>({ compile: () => query.compile(db.builder) })
  return toJson({ activity: rows.map(toActivity) } satisfies ListExperimentActivityResponse)
}

/** Databases give large counts and maxima as text. */
function toActivity({ experiment_id, runs, last_start_time }: ActivityRow): ExperimentActivity {
  return {
    experiment_id: String(experiment_id),
    runs: Number(runs),
    ...(last_start_time !== null && { last_start_time: Number(last_start_time) }),
  }
}
