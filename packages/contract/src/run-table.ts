import { endpoint, type Permission } from './endpoint.ts'
import { invalidParameter } from './errors.ts'
import { type Run, type ViewType, ViewTypeValues } from './generated/messages.ts'
import { type Field, type Message, message } from './message.ts'

/** What a table of runs asks beside MLflow's search: how many there are, what they hold, and how they fall into groups. */

/** Which runs are meant; the fields mean what they mean in MLflow's search. */
export interface RunsAsked {
  experiment_ids?: string[]
  filter?: string
  run_view_type?: ViewType
}

const RUNS_ASKED = {
  experiment_ids: { type: 'string', repeated: true, camel: 'experimentIds' },
  filter: { type: 'string' },
  run_view_type: { type: 'enum', values: ViewTypeValues, camel: 'runViewType', default: 'ACTIVE_ONLY' },
} as const satisfies Record<string, Field>

const read: Permission = { action: 'read', on: 'experiment', by: ['experiment_ids'] }

/** The same where families are shown as such. */
export interface FamiliesAsked extends RunsAsked {
  /** Only runs that have no parent among those that match. */
  top?: boolean
  /** Only the children of this run. */
  parent_run_id?: string
}

const FAMILIES_ASKED = {
  ...RUNS_ASKED,
  top: { type: 'bool' },
  parent_run_id: { type: 'string', camel: 'parentRunId' },
} as const satisfies Record<string, Field>

export const CountRuns: Message<FamiliesAsked> = message('CountRuns', FAMILIES_ASKED)

export interface CountOfRuns {
  count: number
  /** With `top`: how many there are with those that have a parent among them. */
  all?: number
}

export const countRuns = endpoint<FamiliesAsked, CountOfRuns>({
  method: 'POST',
  path: '3.0/millrace/runs/count',
  request: CountRuns,
  permission: read,
})

/** Asks for a page of MLflow's search, with only so much of each run as is shown. */
export interface TableOfRuns extends FamiliesAsked {
  order_by?: string[]
  max_results?: number
  page_token?: string
  /** `metrics.auc`, `params.depth`, `tags.team`: what comes of the runs' metrics, params and tags. */
  columns?: string[]
  /** Besides, the columns that tell the runs of the page apart; the reply names them. */
  suggest?: boolean
  /** All metrics of those runs that have no more than so many. */
  whole_metrics?: number
}
export const TableOfRuns: Message<TableOfRuns> = message('TableOfRuns', {
  ...FAMILIES_ASKED,
  order_by: { type: 'string', repeated: true, camel: 'orderBy' },
  max_results: { type: 'int32', camel: 'maxResults', default: 100 },
  page_token: { type: 'string', camel: 'pageToken' },
  columns: { type: 'string', repeated: true },
  suggest: { type: 'bool' },
  whole_metrics: { type: 'int32', camel: 'wholeMetrics', default: 0 },
})

export interface TableOfRunsResponse {
  /** Without inputs and outputs. */
  runs?: Run[]
  /** Suggested: first metrics, then params. */
  columns?: string[]
  /** Runs of which not all metrics are here. */
  partial?: string[]
  /** How many matching children the runs have; those without any are left out. Told where families were asked for. */
  children?: Record<string, number>
  next_page_token?: string
}

const COLUMN_NAME = /^(metrics|params|tags)\../s

function assertColumns({ columns = [] }: TableOfRuns): void {
  const wrong = columns.find((name) => !COLUMN_NAME.test(name))
  if (wrong === undefined) return
  throw invalidParameter(
    `'${wrong}' is no column: names begin with 'metrics.', 'params.' or 'tags.', and a key follows.`,
  )
}

export const tableOfRuns = endpoint<TableOfRuns, TableOfRunsResponse>({
  method: 'POST',
  path: '3.0/millrace/runs/table',
  request: TableOfRuns,
  check: assertColumns,
  ranges: {
    columns: { max: 1000, message: 'At most 1000 columns can be asked for at once, not {length}.' },
    max_results: { min: 1, max: 1000 },
    whole_metrics: { min: 0, max: 1000 },
  },
  permission: read,
})

/** Asks for the keys that the newest runs have. */
export interface RunKeys {
  experiment_ids?: string[]
  run_view_type?: ViewType
  /** A part of the key, whatever the case of its letters. */
  contains?: string
  /** Of each kind; at most 1,000. */
  max_results?: number
}
export const RunKeys: Message<RunKeys> = message('RunKeys', {
  experiment_ids: RUNS_ASKED.experiment_ids,
  run_view_type: RUNS_ASKED.run_view_type,
  contains: { type: 'string' },
  max_results: { type: 'int32', camel: 'maxResults', default: 100 },
})

/** A key or a value, and how many of the runs that were looked at have it. */
export interface KeyCount {
  key: string
  runs: number
}

/** The most frequent keys of each kind first. */
export interface RunKeysResponse {
  metrics: KeyCount[]
  params: KeyCount[]
  tags: KeyCount[]
}

export const runKeys = endpoint<RunKeys, RunKeysResponse>({
  method: 'GET',
  path: '3.0/millrace/runs/keys',
  request: RunKeys,
  ranges: { max_results: { min: 1, max: 1000 } },
  permission: read,
})

/** Asks for the values that the newest runs have under `key`, which is named as in a filter: `params.depth`. */
export interface RunValues extends RunKeys {
  key?: string
}
export const RunValues: Message<RunValues> = message('RunValues', {
  ...RunKeys.fields,
  key: { type: 'string' },
})

export const runValues = endpoint<RunValues, { values: KeyCount[] }>({
  method: 'GET',
  path: '3.0/millrace/runs/values',
  request: RunValues,
  required: ['key'],
  ranges: { max_results: { min: 1, max: 1000 } },
  permission: read,
})

/** Asks how runs fall into groups. */
export interface GroupRuns extends RunsAsked {
  /** Up to three names as in a filter: params, tags, text attributes, `dataset.name`, `dataset.digest`. */
  group_by?: string[]
  /** Keys of the metrics to sum up, at most 20. */
  metrics?: string[]
  /** `metrics.auc DESC`: by the mean of one of `metrics`; without it the largest groups come first. */
  order_by?: string
  max_results?: number
  page_token?: string
}
export const GroupRuns: Message<GroupRuns> = message('GroupRuns', {
  ...RUNS_ASKED,
  group_by: { type: 'string', repeated: true, camel: 'groupBy' },
  metrics: { type: 'string', repeated: true },
  order_by: { type: 'string', camel: 'orderBy' },
  max_results: { type: 'int32', camel: 'maxResults', default: 100 },
  page_token: { type: 'string', camel: 'pageToken' },
})

/** A metric in a group, over the newest value of each run that is a number. */
export interface GroupMetric {
  key: string
  /** How many runs have such a value. */
  count: number
  /** Infinities are left out of it; missing where nothing is left. */
  mean?: number
  min?: number
  max?: number
}

/** Runs that have the same values. */
export interface RunGroup {
  /** In the order of `group_by`; null where the runs have none. */
  values: (string | null)[]
  runs: number
  metrics: GroupMetric[]
}

export interface GroupRunsResponse {
  groups: RunGroup[]
  next_page_token?: string
}

export const groupRuns = endpoint<GroupRuns, GroupRunsResponse>({
  method: 'POST',
  path: '3.0/millrace/runs/group',
  request: GroupRuns,
  required: ['group_by'],
  ranges: {
    group_by: { min: 1, max: 3, message: 'group_by takes one to three names, not {length}.' },
    metrics: { max: 20, message: 'At most 20 metrics can be summed up, not {length}.' },
    max_results: { min: 1, max: 1000 },
  },
  permission: read,
})

/** Asks for a file of all runs that match. */
export interface ExportRuns extends RunsAsked {
  order_by?: string[]
  format?: 'csv' | 'json'
  /** Of a CSV file: `params.depth`, `metrics.auc`, `tags.team`, `attributes.status`; without them everything there is. */
  columns?: string[]
}
export const ExportRuns: Message<ExportRuns> = message('ExportRuns', {
  ...RUNS_ASKED,
  order_by: { type: 'string', repeated: true, camel: 'orderBy' },
  format: { type: 'enum', values: { csv: 0, json: 1 }, default: 'csv' },
  columns: { type: 'string', repeated: true },
})

/** Answers with the file itself, piece by piece, instead of a JSON reply. */
export const exportRuns = endpoint<ExportRuns, never>({
  method: 'GET',
  path: '3.0/millrace/runs/export',
  request: ExportRuns,
  required: ['experiment_ids'],
  permission: read,
})
