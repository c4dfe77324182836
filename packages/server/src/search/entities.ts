/** What a filter can speak of. */
export type ComparedType = 'metric' | 'parameter' | 'tag' | 'attribute' | 'dataset'

export type SearchEntity =
  | 'runs'
  | 'experiments'
  | 'registered_models'
  | 'model_versions'
  | 'evaluation_datasets'

/** `number` takes any number, `integer` only whole ones, `id` whole ones written as text, `version` both. */
type Holds = 'text' | 'number' | 'integer' | 'id' | 'version'

export interface Field {
  /** The name used from here on. */
  readonly key: string
  readonly holds: Holds
  /** Whether `IN (…)` is allowed. */
  readonly lists?: boolean
}

export interface Entity {
  /** What may stand before the first dot. */
  readonly prefixes: Readonly<Record<string, ComparedType>>
  readonly attributes: Readonly<Record<string, Field>>
  readonly orderable: Readonly<Record<string, string>>
}

function same(...keys: readonly string[]): Record<string, string> {
  return Object.fromEntries(keys.map((key) => [key, key]))
}

function field(key: string, holds: Holds = 'text', lists = false): Field {
  return { key, holds, lists }
}

const ATTRIBUTES_AND_TAGS = { attribute: 'attribute', tag: 'tag', tags: 'tag' } as const

/** One row for each field that a search knows, by each name that clients use for it. */
export const ENTITIES: Readonly<Record<SearchEntity, Entity>> = {
  runs: {
    prefixes: {
      metric: 'metric',
      metrics: 'metric',
      parameter: 'parameter',
      parameters: 'parameter',
      param: 'parameter',
      params: 'parameter',
      tag: 'tag',
      tags: 'tag',
      attribute: 'attribute',
      attributes: 'attribute',
      attr: 'attribute',
      run: 'attribute',
      dataset: 'dataset',
      datasets: 'dataset',
    },
    attributes: {
      run_id: field('run_id', 'text', true),
      run_name: field('run_name'),
      'run name': field('run_name'),
      'Run name': field('run_name'),
      'Run Name': field('run_name'),
      status: field('status'),
      artifact_uri: field('artifact_uri'),
      user_id: field('user_id'),
      start_time: field('start_time', 'number'),
      created: field('start_time', 'number'),
      Created: field('start_time', 'number'),
      end_time: field('end_time', 'number'),
    },
    orderable: {
      ...same('run_id', 'run_name', 'status', 'artifact_uri', 'user_id', 'start_time', 'end_time'),
      created: 'start_time',
      Created: 'start_time',
    },
  },
  experiments: {
    prefixes: ATTRIBUTES_AND_TAGS,
    attributes: {
      name: field('name'),
      experiment_id: field('experiment_id', 'id', true),
      creation_time: field('creation_time', 'integer'),
      last_update_time: field('last_update_time', 'integer'),
    },
    orderable: same('name', 'experiment_id', 'creation_time', 'last_update_time'),
  },
  registered_models: {
    prefixes: ATTRIBUTES_AND_TAGS,
    attributes: { name: field('name', 'text', true) },
    orderable: {
      name: 'name',
      timestamp: 'last_updated_timestamp',
      last_updated_timestamp: 'last_updated_timestamp',
    },
  },
  model_versions: {
    prefixes: ATTRIBUTES_AND_TAGS,
    attributes: {
      name: field('name', 'text', true),
      run_id: field('run_id', 'text', true),
      source_path: field('source_path'),
      version_number: field('version_number', 'version'),
    },
    orderable: same('name', 'version_number', 'creation_timestamp', 'last_updated_timestamp'),
  },
  evaluation_datasets: {
    prefixes: { tags: 'tag' },
    attributes: {
      name: field('name', 'text', true),
      created_by: field('created_by'),
      last_updated_by: field('last_updated_by'),
      created_time: field('created_time', 'integer'),
      last_update_time: field('last_update_time', 'integer'),
    },
    orderable: same('name', 'created_time', 'last_update_time'),
  },
}

export const DATASET_KEYS: ReadonlySet<string> = new Set(['name', 'digest', 'context'])

/** A member of a table that was written by a user: never one of the prototype's. */
export function lookUp<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}
