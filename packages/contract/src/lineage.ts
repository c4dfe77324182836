import { endpoint } from './endpoint.ts'
import { invalidParameter } from './errors.ts'
import type { LoggedModel, ModelVersion, Run, RunInfo } from './generated/messages.ts'
import { type Message, message } from './message.ts'

/**
 * Asks where a version came from (`name` with `version` or `alias`), or which versions came of a run (`run_id`) or a data set
 * (`dataset_name`, and `dataset_digest` if given).
 */
export interface Lineage {
  name?: string
  version?: string
  alias?: string
  run_id?: string
  dataset_name?: string
  dataset_digest?: string
  max_results?: number
  page_token?: string
}
export const Lineage: Message<Lineage> = message('Lineage', {
  name: { type: 'string' },
  version: { type: 'string' },
  alias: { type: 'string' },
  run_id: { type: 'string', camel: 'runId' },
  dataset_name: { type: 'string', camel: 'datasetName' },
  dataset_digest: { type: 'string', camel: 'datasetDigest' },
  max_results: { type: 'int32', camel: 'maxResults' },
  page_token: { type: 'string', camel: 'pageToken' },
})

/** A data set that a run read. */
export interface DatasetOrigin {
  name?: string
  digest?: string
  source_type?: string
  source?: string
  /** What it was for: training, say. */
  context?: string
}

/** The code that a run ran, as its tags and those of the logged model tell. */
export interface CodeOrigin {
  commit?: string
  branch?: string
  repository?: string
  /** Whether there were changes beside the commit. */
  dirty?: string
  source_name?: string
  source_type?: string
  entry_point?: string
}

/** Where a version came from. What is not known is left out. */
export interface VersionOrigin {
  model_version: ModelVersion
  /** The versions that it is a copy of, the nearest first. */
  copied_from?: { name: string; version: string }[]
  logged_model?: LoggedModel
  run?: Run
  /** The run that it belongs to, that one's parent and so on. */
  parent_runs?: RunInfo[]
  datasets?: DatasetOrigin[]
  /** Ids of the logged models that the run read. */
  input_models?: string[]
  code?: CodeOrigin
  /** The files that describe its environment, by name. */
  environment?: Record<string, string>
}

/** The answer to either question. */
export interface LineageResponse extends Partial<VersionOrigin> {
  /** The versions that came of it, by name, the newest of each first. */
  model_versions?: ModelVersion[]
  next_page_token?: string
  /** Whether so many runs came of it that not all were followed. */
  truncated?: boolean
}

function assertOneQuestion({ name, version, alias, run_id, dataset_name }: Lineage): void {
  if ([name, run_id, dataset_name].filter(Boolean).length !== 1) {
    throw invalidParameter("Give one of 'name', 'run_id' and 'dataset_name'.")
  }
  if (name && Boolean(version) === Boolean(alias)) {
    throw invalidParameter("Give either 'version' or 'alias' with 'name'.")
  }
}

export const lineage = endpoint<Lineage, LineageResponse>({
  method: 'GET',
  path: '3.0/millrace/lineage',
  request: Lineage,
  check: assertOneQuestion,
  ranges: { max_results: { min: 1, max: 1000 } },
  permission: { action: 'read', on: 'registered-model', by: ['name', 'run_id', 'dataset_name'] },
})
