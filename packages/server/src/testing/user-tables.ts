import type { Tables } from '../db/generated/tables.ts'

/** The tables that hold runs, logged models and the registry. */
export const USER_TABLES = [
  'experiments',
  'experiment_tags',
  'runs',
  'params',
  'tags',
  'metrics',
  'latest_metrics',
  'datasets',
  'inputs',
  'input_tags',
  'logged_models',
  'logged_model_params',
  'logged_model_tags',
  'logged_model_metrics',
  'registered_models',
  'registered_model_tags',
  'registered_model_aliases',
  'model_versions',
  'model_version_tags',
] as const satisfies readonly (keyof Tables)[]
