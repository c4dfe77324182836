// Generated from contract/facts/schema.json by scripts/generate.ts. Do not edit.

import type { Generated } from 'kysely'
import type { OwnTables } from '../own-tables.ts'

/** The alembic revision of MLflow 3.17.2's schema. */
export const SCHEMA_REVISION = 'dc11669786a5'

export interface AlembicVersionTable {
  version_num: string
}

export interface AssessmentsTable {
  assessment_id: string
  trace_id: string
  name: string
  assessment_type: string
  value: string
  error: Generated<string | null>
  created_timestamp: number
  last_updated_timestamp: number
  source_type: string
  source_id: Generated<string | null>
  run_id: Generated<string | null>
  span_id: Generated<string | null>
  rationale: Generated<string | null>
  overrides: Generated<string | null>
  valid: number
  assessment_metadata: Generated<string | null>
  experiment_id: Generated<number | null>
  trace_timestamp_ms: Generated<number | null>
  aggregate_value: Generated<number | null>
  is_numeric_value: Generated<number>
}

export interface BudgetPoliciesTable {
  budget_policy_id: string
  budget_unit: string
  budget_amount: number
  duration_unit: string
  duration_value: number
  target_scope: string
  budget_action: string
  created_by: Generated<string | null>
  created_at: number
  last_updated_by: Generated<string | null>
  last_updated_at: number
  workspace: Generated<string>
  target_value: Generated<string | null>
}

export interface DatasetsTable {
  dataset_uuid: string
  experiment_id: number
  name: string
  digest: string
  dataset_source_type: string
  dataset_source: string
  dataset_schema: Generated<string | null>
  dataset_profile: Generated<string | null>
}

export interface EndpointBindingsTable {
  endpoint_id: string
  resource_type: string
  resource_id: string
  created_at: number
  created_by: Generated<string | null>
  last_updated_at: number
  last_updated_by: Generated<string | null>
  display_name: Generated<string | null>
}

export interface EndpointModelMappingsTable {
  mapping_id: string
  endpoint_id: string
  model_definition_id: string
  weight: number
  created_by: Generated<string | null>
  created_at: number
  linkage_type: Generated<string>
  fallback_order: Generated<number | null>
}

export interface EndpointTagsTable {
  key: string
  value: Generated<string | null>
  endpoint_id: string
}

export interface EndpointsTable {
  endpoint_id: string
  name: Generated<string | null>
  created_by: Generated<string | null>
  created_at: number
  last_updated_by: Generated<string | null>
  last_updated_at: number
  routing_strategy: Generated<string | null>
  fallback_config_json: Generated<string | null>
  experiment_id: Generated<number | null>
  usage_tracking: Generated<number>
  workspace: Generated<string>
}

export interface EntityAssociationsTable {
  association_id: string
  source_type: string
  source_id: string
  destination_type: string
  destination_id: string
  created_time: Generated<number | null>
}

export interface EvaluationDatasetRecordsTable {
  dataset_record_id: string
  dataset_id: string
  inputs: string
  expectations: Generated<string | null>
  tags: Generated<string | null>
  source: Generated<string | null>
  source_id: Generated<string | null>
  source_type: Generated<string | null>
  created_time: Generated<number | null>
  last_update_time: Generated<number | null>
  created_by: Generated<string | null>
  last_updated_by: Generated<string | null>
  input_hash: string
  outputs: Generated<string | null>
}

export interface EvaluationDatasetTagsTable {
  dataset_id: string
  key: string
  value: Generated<string | null>
}

export interface EvaluationDatasetsTable {
  dataset_id: string
  name: string
  schema: Generated<string | null>
  profile: Generated<string | null>
  digest: Generated<string | null>
  created_time: Generated<number | null>
  last_update_time: Generated<number | null>
  created_by: Generated<string | null>
  last_updated_by: Generated<string | null>
  workspace: Generated<string>
}

export interface ExperimentTagsTable {
  key: string
  value: Generated<string | null>
  experiment_id: number
}

export interface ExperimentsTable {
  experiment_id: Generated<number>
  name: string
  artifact_location: Generated<string | null>
  lifecycle_stage: Generated<string | null>
  creation_time: Generated<number | null>
  last_update_time: Generated<number | null>
  workspace: Generated<string>
}

export interface GuardrailConfigsTable {
  endpoint_id: string
  guardrail_id: string
  execution_order: Generated<number | null>
  created_by: Generated<string | null>
  created_at: number
  workspace: Generated<string>
}

export interface GuardrailsTable {
  guardrail_id: string
  name: string
  scorer_id: string
  scorer_version: number
  stage: string
  action: string
  action_endpoint_id: Generated<string | null>
  created_by: Generated<string | null>
  created_at: number
  last_updated_by: Generated<string | null>
  last_updated_at: number
  workspace: Generated<string>
}

export interface InputTagsTable {
  input_uuid: string
  name: string
  value: string
}

export interface InputsTable {
  input_uuid: string
  source_type: string
  source_id: string
  destination_type: string
  destination_id: string
  step: Generated<number>
}

export interface IssuesTable {
  issue_id: string
  experiment_id: number
  name: string
  description: string
  status: string
  severity: Generated<string | null>
  root_causes: Generated<string | null>
  source_run_id: Generated<string | null>
  categories: Generated<string | null>
  created_timestamp: number
  last_updated_timestamp: number
  created_by: Generated<string | null>
}

export interface JobLocksTable {
  lock_key: string
  job_id: string
  acquired_at: number
}

export interface JobsTable {
  id: string
  creation_time: number
  job_name: string
  params: string
  timeout: Generated<number | null>
  status: number
  result: Generated<string | null>
  retry_count: number
  last_update_time: number
  workspace: Generated<string>
  status_details: Generated<string | null>
  creator: Generated<string | null>
  executor_backend: Generated<string | null>
  lease_expires_at: Generated<number | null>
  status_message: Generated<string | null>
  progress: Generated<string | null>
  progress_updated_at: Generated<number | null>
  token_hash: Generated<string | null>
  scoped_permissions: Generated<string | null>
  next_attempt_at: Generated<number | null>
}

export interface LabelSchemasTable {
  schema_id: string
  experiment_id: number
  name: string
  type: string
  instruction: Generated<string | null>
  enable_comment: Generated<number>
  input_type: string
  input_config: string
  created_by: Generated<string | null>
  created_time: number
  last_update_time: number
  is_default: Generated<number>
}

export interface LatestMetricsTable {
  key: string
  value: number
  timestamp: Generated<number | null>
  step: number
  is_nan: number
  run_uuid: string
}

export interface LoggedModelMetricsTable {
  model_id: string
  metric_name: string
  metric_timestamp_ms: number
  metric_step: number
  metric_value: Generated<number | null>
  experiment_id: number
  run_id: string
  dataset_uuid: Generated<string | null>
  dataset_name: Generated<string | null>
  dataset_digest: Generated<string | null>
}

export interface LoggedModelParamsTable {
  model_id: string
  experiment_id: number
  param_key: string
  param_value: string
}

export interface LoggedModelTagsTable {
  model_id: string
  experiment_id: number
  tag_key: string
  tag_value: string
}

export interface LoggedModelsTable {
  model_id: string
  experiment_id: number
  name: string
  artifact_location: string
  creation_timestamp_ms: number
  last_updated_timestamp_ms: number
  status: number
  lifecycle_stage: Generated<string | null>
  model_type: Generated<string | null>
  source_run_id: Generated<string | null>
  status_message: Generated<string | null>
}

export interface McpAccessEndpointsTable {
  id: string
  workspace: Generated<string>
  server_name: string
  server_version: Generated<string | null>
  server_alias: Generated<string | null>
  url: string
  transport_type: Generated<string>
  created_by: Generated<string | null>
  last_updated_by: Generated<string | null>
  created_at: number
  last_updated_at: number
}

export interface McpServerAliasesTable {
  workspace: Generated<string>
  name: string
  alias: string
  version: string
}

export interface McpServerTagsTable {
  workspace: Generated<string>
  name: string
  key: string
  value: Generated<string | null>
}

export interface McpServerVersionTagsTable {
  workspace: Generated<string>
  name: string
  version: string
  key: string
  value: Generated<string | null>
}

export interface McpServerVersionsTable {
  workspace: Generated<string>
  name: string
  version: string
  version_major: number
  version_minor: number
  version_patch: number
  version_prerelease_sort_key: string
  server_json: string
  status: Generated<string>
  tools: Generated<string | null>
  source: Generated<string | null>
  connect_options: Generated<string | null>
  created_by: Generated<string | null>
  last_updated_by: Generated<string | null>
  created_at: number
  last_updated_at: number
}

export interface McpServersTable {
  workspace: Generated<string>
  name: string
  display_name: Generated<string | null>
  description: Generated<string | null>
  icons: Generated<string | null>
  created_by: Generated<string | null>
  last_updated_by: Generated<string | null>
  created_at: number
  last_updated_at: number
}

export interface MetricsTable {
  key: string
  value: number
  timestamp: number
  run_uuid: string
  step: Generated<number>
  is_nan: Generated<number>
}

export interface ModelDefinitionsTable {
  model_definition_id: string
  name: string
  secret_id: Generated<string | null>
  provider: string
  model_name: string
  created_by: Generated<string | null>
  created_at: number
  last_updated_by: Generated<string | null>
  last_updated_at: number
  workspace: Generated<string>
}

export interface ModelVersionTagsTable {
  key: string
  value: Generated<string | null>
  name: string
  version: number
  workspace: Generated<string>
}

export interface ModelVersionsTable {
  name: string
  version: number
  creation_time: Generated<number | null>
  last_updated_time: Generated<number | null>
  description: Generated<string | null>
  user_id: Generated<string | null>
  current_stage: Generated<string | null>
  source: Generated<string | null>
  run_id: Generated<string | null>
  status: Generated<string | null>
  status_message: Generated<string | null>
  run_link: Generated<string | null>
  storage_location: Generated<string | null>
  workspace: Generated<string>
}

export interface OnlineScoringConfigsTable {
  online_scoring_config_id: string
  scorer_id: string
  sample_rate: number
  experiment_id: number
  filter_string: Generated<string | null>
}

export interface ParamsTable {
  key: string
  value: string
  run_uuid: string
}

export interface RegisteredModelAliasesTable {
  alias: string
  version: number
  name: string
  workspace: Generated<string>
}

export interface RegisteredModelTagsTable {
  key: string
  value: Generated<string | null>
  name: string
  workspace: Generated<string>
}

export interface RegisteredModelsTable {
  name: string
  creation_time: Generated<number | null>
  last_updated_time: Generated<number | null>
  description: Generated<string | null>
  workspace: Generated<string>
}

export interface ReviewQueueItemsTable {
  queue_id: string
  item_type: string
  item_id: string
  status: string
  completed_by: Generated<string | null>
  completed_time_ms: Generated<number | null>
  creation_time_ms: number
  last_update_time_ms: number
}

export interface ReviewQueueLabelSchemasTable {
  queue_id: string
  schema_id: string
}

export interface ReviewQueueUsersTable {
  queue_id: string
  user_id: string
}

export interface ReviewQueuesTable {
  queue_id: string
  experiment_id: number
  name: string
  queue_type: string
  created_by: Generated<string | null>
  creation_time_ms: number
  last_update_time_ms: number
  name_key: string
}

export interface RunsTable {
  run_uuid: string
  name: Generated<string | null>
  source_type: Generated<string | null>
  source_name: Generated<string | null>
  entry_point_name: Generated<string | null>
  user_id: Generated<string | null>
  status: Generated<string | null>
  start_time: Generated<number | null>
  end_time: Generated<number | null>
  source_version: Generated<string | null>
  lifecycle_stage: Generated<string | null>
  artifact_uri: Generated<string | null>
  experiment_id: Generated<number | null>
  deleted_time: Generated<number | null>
}

export interface SchedulerLeasesTable {
  lease_key: string
  acquired_at: number
  ttl_seconds: number
}

export interface ScorerVersionsTable {
  scorer_id: string
  scorer_version: number
  serialized_scorer: string
  creation_time: Generated<number | null>
}

export interface ScorersTable {
  experiment_id: number
  scorer_name: string
  scorer_id: string
}

export interface SecretsTable {
  secret_id: string
  secret_name: string
  encrypted_value: Uint8Array
  wrapped_dek: Uint8Array
  kek_version: number
  masked_value: string
  provider: Generated<string | null>
  auth_config: Generated<string | null>
  description: Generated<string | null>
  created_by: Generated<string | null>
  created_at: number
  last_updated_by: Generated<string | null>
  last_updated_at: number
  workspace: Generated<string>
}

export interface SpanMetricsTable {
  trace_id: string
  span_id: string
  key: string
  value: Generated<number | null>
}

export interface SpansTable {
  trace_id: string
  experiment_id: number
  span_id: string
  parent_span_id: Generated<string | null>
  name: Generated<string | null>
  type: Generated<string | null>
  status: string
  start_time_unix_nano: number
  end_time_unix_nano: Generated<number | null>
  duration_ns: Generated<number | null>
  content: string
  input_cost: Generated<number | null>
  output_cost: Generated<number | null>
  total_cost: Generated<number | null>
  model_name: Generated<string | null>
  model_provider: Generated<string | null>
}

export interface SqlAssessmentDailyRollupsTable {
  id: number
  experiment_id: number
  rollup_day: number
  metric_name: string
  grouping_set: string
  sample_count: number
  sum_value: Generated<number | null>
  min_value: Generated<number | null>
  max_value: Generated<number | null>
}

export interface SqlSpanCostDailyRollupsTable {
  id: number
  experiment_id: number
  rollup_day: number
  metric_name: string
  grouping_set: string
  model_name: Generated<string | null>
  model_provider: Generated<string | null>
  sample_count: number
  sum_value: Generated<number | null>
  min_value: Generated<number | null>
  max_value: Generated<number | null>
}

export interface SqlTraceMetricDailyRollupsTable {
  id: number
  experiment_id: number
  rollup_day: number
  metric_name: string
  grouping_set: string
  trace_status: Generated<string | null>
  sample_count: number
  sum_value: Generated<number | null>
  min_value: Generated<number | null>
  max_value: Generated<number | null>
  p50_value: Generated<number | null>
  p90_value: Generated<number | null>
  p99_value: Generated<number | null>
}

export interface SqlTraceRollupRebuildQueueTable {
  experiment_id: number
  rollup_day: number
  rollup_family: string
}

export interface TagsTable {
  key: string
  value: Generated<string | null>
  run_uuid: string
}

export interface TraceInfoTable {
  request_id: string
  experiment_id: number
  timestamp_ms: number
  execution_time_ms: Generated<number | null>
  status: string
  client_request_id: Generated<string | null>
  request_preview: Generated<string | null>
  response_preview: Generated<string | null>
  db_payload_generation: Generated<number>
  trace_name: Generated<string | null>
  session_id: Generated<string | null>
  input_tokens: Generated<number | null>
  output_tokens: Generated<number | null>
  total_tokens: Generated<number | null>
  cache_read_input_tokens: Generated<number | null>
  cache_creation_input_tokens: Generated<number | null>
  cache_creation_input_tokens_above_1hr: Generated<number | null>
  input_cost: Generated<number | null>
  output_cost: Generated<number | null>
  total_cost: Generated<number | null>
}

export interface TraceMetricsTable {
  request_id: string
  key: string
  value: Generated<number | null>
}

export interface TraceRequestMetadataTable {
  key: string
  value: Generated<string | null>
  request_id: string
}

export interface TraceTagsTable {
  key: string
  value: Generated<string | null>
  request_id: string
}

export interface WebhookEventsTable {
  webhook_id: string
  entity: string
  action: string
}

export interface WebhooksTable {
  webhook_id: string
  name: string
  description: Generated<string | null>
  url: string
  status: Generated<string>
  secret: Generated<string | null>
  creation_timestamp: Generated<number | null>
  last_updated_timestamp: Generated<number | null>
  deleted_timestamp: Generated<number | null>
  workspace: Generated<string>
}

export interface WorkspacesTable {
  name: string
  description: Generated<string | null>
  default_artifact_root: Generated<string | null>
  trace_archival_location: Generated<string | null>
  trace_archival_retention: Generated<string | null>
}

/** MLflow's tables, as Kysely wants them. */
export interface MlflowTables {
  alembic_version: AlembicVersionTable
  assessments: AssessmentsTable
  budget_policies: BudgetPoliciesTable
  datasets: DatasetsTable
  endpoint_bindings: EndpointBindingsTable
  endpoint_model_mappings: EndpointModelMappingsTable
  endpoint_tags: EndpointTagsTable
  endpoints: EndpointsTable
  entity_associations: EntityAssociationsTable
  evaluation_dataset_records: EvaluationDatasetRecordsTable
  evaluation_dataset_tags: EvaluationDatasetTagsTable
  evaluation_datasets: EvaluationDatasetsTable
  experiment_tags: ExperimentTagsTable
  experiments: ExperimentsTable
  guardrail_configs: GuardrailConfigsTable
  guardrails: GuardrailsTable
  input_tags: InputTagsTable
  inputs: InputsTable
  issues: IssuesTable
  job_locks: JobLocksTable
  jobs: JobsTable
  label_schemas: LabelSchemasTable
  latest_metrics: LatestMetricsTable
  logged_model_metrics: LoggedModelMetricsTable
  logged_model_params: LoggedModelParamsTable
  logged_model_tags: LoggedModelTagsTable
  logged_models: LoggedModelsTable
  mcp_access_endpoints: McpAccessEndpointsTable
  mcp_server_aliases: McpServerAliasesTable
  mcp_server_tags: McpServerTagsTable
  mcp_server_version_tags: McpServerVersionTagsTable
  mcp_server_versions: McpServerVersionsTable
  mcp_servers: McpServersTable
  metrics: MetricsTable
  model_definitions: ModelDefinitionsTable
  model_version_tags: ModelVersionTagsTable
  model_versions: ModelVersionsTable
  online_scoring_configs: OnlineScoringConfigsTable
  params: ParamsTable
  registered_model_aliases: RegisteredModelAliasesTable
  registered_model_tags: RegisteredModelTagsTable
  registered_models: RegisteredModelsTable
  review_queue_items: ReviewQueueItemsTable
  review_queue_label_schemas: ReviewQueueLabelSchemasTable
  review_queue_users: ReviewQueueUsersTable
  review_queues: ReviewQueuesTable
  runs: RunsTable
  scheduler_leases: SchedulerLeasesTable
  scorer_versions: ScorerVersionsTable
  scorers: ScorersTable
  secrets: SecretsTable
  span_metrics: SpanMetricsTable
  spans: SpansTable
  sql_assessment_daily_rollups: SqlAssessmentDailyRollupsTable
  sql_span_cost_daily_rollups: SqlSpanCostDailyRollupsTable
  sql_trace_metric_daily_rollups: SqlTraceMetricDailyRollupsTable
  sql_trace_rollup_rebuild_queue: SqlTraceRollupRebuildQueueTable
  tags: TagsTable
  trace_info: TraceInfoTable
  trace_metrics: TraceMetricsTable
  trace_request_metadata: TraceRequestMetadataTable
  trace_tags: TraceTagsTable
  webhook_events: WebhookEventsTable
  webhooks: WebhooksTable
  workspaces: WorkspacesTable
}

export interface Tables extends MlflowTables, OwnTables {}
