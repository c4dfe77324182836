import { type NewRun, type RunRecord, toRun } from './runs.ts'

/** A run that is begun when its server is back; its experiment by id or by name. */
export interface LaterRun extends Omit<NewRun, 'experimentId'> {
  readonly experimentId?: string
  readonly experimentName?: string
}

const PREFIX = 'later-'

/** Marks a run on the server with what it was called before, so that it is not begun twice. */
export const SPOOLED_AS = 'millrace.spooledAs'

/** What a run is called until its server gives it an id. */
export function newLaterId(): string {
  return `${PREFIX}${crypto.randomUUID()}`
}

export function isLater(runId: string): boolean {
  return runId.startsWith(PREFIX)
}

/** What is known of a run before its server is. */
export function laterRecord(runId: string, run: LaterRun): RunRecord {
  return {
    ...toRun({ info: { run_id: runId, status: 'RUNNING', start_time: Date.now() } }),
    name: run.name ?? '',
    experimentId: run.experimentId ?? '',
    tags: run.tags ?? {},
  }
}
