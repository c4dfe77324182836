import type { LoggedModel } from '@millrace/contract'
import { RestError } from './rest.ts'
import { NO_EXPERIMENT } from './row-errors.ts'

/** A run as the target has it. */
export interface PlacedRun {
  readonly id: string
  readonly artifact_uri: string
}

/** What has which name in a server that gives names of its own; by the names of the source. */
export class Links {
  readonly experiments = new Map<string, string>()
  /** Experiments that this copy made: nothing of them can have been there. */
  readonly fresh = new Set<string>()
  readonly runs = new Map<string, PlacedRun>()
  readonly models = new Map<string, NonNullable<LoggedModel['info']>>()

  /** @throws RestError where it was not copied: its number in the source may be that of another one in the target. */
  experiment(id: number | bigint | null | undefined): string {
    const there = this.experiments.get(String(id))
    if (there === undefined) throw new RestError(0, '', NO_EXPERIMENT)
    return there
  }

  /** A source of a model version, as the target knows it. */
  source(source: string, run_id: string): string {
    const run = this.runs.get(run_id)
    const model = /^models:\/([^/]+)$/.exec(source)?.[1]
    if (model !== undefined) return `models:/${this.models.get(model)?.model_id ?? model}`
    if (!run) return source
    if (source.startsWith(`runs:/${run_id}`)) return source.replace(run_id, run.id)
    const [before, below] = source.split(`/${run_id}/artifacts`)
    return before !== undefined && below !== undefined ? `${run.artifact_uri}${below}` : source
  }
}
