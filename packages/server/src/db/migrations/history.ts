/** What MLflow renamed or gave up between 1.30 and now. Whatever else differs from its schema is only missing or changed. */

export const RENAMED_COLUMNS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  jobs: { function_fullname: 'job_name' },
}

/** Given up after their contents moved elsewhere. */
export const DROPPED_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  spans: ['dimension_attributes'],
}

export const DROPPED_INDEXES: ReadonlySet<string> = new Set([
  'index_jobs_function_status_creation_time',
  'index_spans_experiment_id',
  'unique_endpoint_model_mapping',
  'unique_endpoint_name',
  'unique_model_definition_name',
  'unique_secret_name',
])
