// Generated from facts/messages.json and facts/enums.json by scripts/generate.ts. Do not edit.

import { type Double, type Int64, type Message, message } from '../message.ts'

export const AggregationTypeValues = {
  COUNT: 1,
  SUM: 2,
  AVG: 3,
  PERCENTILE: 4,
  MIN: 5,
  MAX: 6,
} as const
export type AggregationType = keyof typeof AggregationTypeValues

export const BudgetActionValues = {
  BUDGET_ACTION_UNSPECIFIED: 0,
  ALERT: 1,
  REJECT: 2,
} as const
export type BudgetAction = keyof typeof BudgetActionValues

export const BudgetDurationUnitValues = {
  DURATION_UNIT_UNSPECIFIED: 0,
  MINUTES: 1,
  HOURS: 2,
  DAYS: 3,
  WEEKS: 4,
  MONTHS: 5,
} as const
export type BudgetDurationUnit = keyof typeof BudgetDurationUnitValues

export const BudgetTargetScopeValues = {
  TARGET_SCOPE_UNSPECIFIED: 0,
  GLOBAL: 1,
  WORKSPACE: 2,
  ENDPOINT: 3,
  USER: 4,
} as const
export type BudgetTargetScope = keyof typeof BudgetTargetScopeValues

export const BudgetUnitValues = {
  BUDGET_UNIT_UNSPECIFIED: 0,
  USD: 1,
} as const
export type BudgetUnit = keyof typeof BudgetUnitValues

export const DeploymentJobConnectionStateValues = {
  DEPLOYMENT_JOB_CONNECTION_STATE_UNSPECIFIED: 0,
  NOT_SET_UP: 1,
  CONNECTED: 2,
  NOT_FOUND: 3,
  REQUIRED_PARAMETERS_CHANGED: 4,
} as const
export type DeploymentJobConnectionState = keyof typeof DeploymentJobConnectionStateValues

export const FallbackStrategyValues = {
  FALLBACK_STRATEGY_UNSPECIFIED: 0,
  SEQUENTIAL: 1,
} as const
export type FallbackStrategy = keyof typeof FallbackStrategyValues

export const GatewayModelLinkageTypeValues = {
  LINKAGE_TYPE_UNSPECIFIED: 0,
  PRIMARY: 1,
  FALLBACK: 2,
} as const
export type GatewayModelLinkageType = keyof typeof GatewayModelLinkageTypeValues

export const GuardrailActionValues = {
  GUARDRAIL_ACTION_UNSPECIFIED: 0,
  VALIDATION: 1,
  SANITIZATION: 2,
} as const
export type GuardrailAction = keyof typeof GuardrailActionValues

export const GuardrailStageValues = {
  GUARDRAIL_STAGE_UNSPECIFIED: 0,
  BEFORE: 1,
  AFTER: 2,
} as const
export type GuardrailStage = keyof typeof GuardrailStageValues

export const JobStatusValues = {
  JOB_STATUS_UNSPECIFIED: 0,
  JOB_STATUS_PENDING: 1,
  JOB_STATUS_IN_PROGRESS: 2,
  JOB_STATUS_COMPLETED: 3,
  JOB_STATUS_FAILED: 4,
  JOB_STATUS_CANCELED: 5,
  JOB_STATUS_NEEDS_RECOVERY: 6,
} as const
export type JobStatus = keyof typeof JobStatusValues

export const LoggedModelStatusValues = {
  LOGGED_MODEL_STATUS_UNSPECIFIED: 0,
  LOGGED_MODEL_PENDING: 1,
  LOGGED_MODEL_READY: 2,
  LOGGED_MODEL_UPLOAD_FAILED: 3,
} as const
export type LoggedModelStatus = keyof typeof LoggedModelStatusValues

export const MetricViewTypeValues = {
  TRACES: 1,
  SPANS: 2,
  ASSESSMENTS: 3,
} as const
export type MetricViewType = keyof typeof MetricViewTypeValues

export const ModelVersionDeploymentJobStateDeploymentJobRunStateValues = {
  DEPLOYMENT_JOB_RUN_STATE_UNSPECIFIED: 0,
  NO_VALID_DEPLOYMENT_JOB_FOUND: 1,
  RUNNING: 2,
  SUCCEEDED: 3,
  FAILED: 4,
  PENDING: 5,
  APPROVAL: 6,
} as const
export type ModelVersionDeploymentJobStateDeploymentJobRunState = keyof typeof ModelVersionDeploymentJobStateDeploymentJobRunStateValues

export const ModelVersionStatusValues = {
  PENDING_REGISTRATION: 1,
  FAILED_REGISTRATION: 2,
  READY: 3,
} as const
export type ModelVersionStatus = keyof typeof ModelVersionStatusValues

export const OptimizerTypeValues = {
  OPTIMIZER_TYPE_UNSPECIFIED: 0,
  OPTIMIZER_TYPE_GEPA: 1,
  OPTIMIZER_TYPE_METAPROMPT: 2,
} as const
export type OptimizerType = keyof typeof OptimizerTypeValues

export const RoutingStrategyValues = {
  ROUTING_STRATEGY_UNSPECIFIED: 0,
  REQUEST_BASED_TRAFFIC_SPLIT: 1,
} as const
export type RoutingStrategy = keyof typeof RoutingStrategyValues

export const RunStatusValues = {
  RUNNING: 1,
  SCHEDULED: 2,
  FINISHED: 3,
  FAILED: 4,
  KILLED: 5,
} as const
export type RunStatus = keyof typeof RunStatusValues

export const SourceTypeValues = {
  NOTEBOOK: 1,
  JOB: 2,
  PROJECT: 3,
  LOCAL: 4,
  UNKNOWN: 1000,
} as const
export type SourceType = keyof typeof SourceTypeValues

export const TraceInfoV3StateValues = {
  STATE_UNSPECIFIED: 0,
  OK: 1,
  ERROR: 2,
  IN_PROGRESS: 3,
} as const
export type TraceInfoV3State = keyof typeof TraceInfoV3StateValues

export const TraceLocationTraceLocationTypeValues = {
  TRACE_LOCATION_TYPE_UNSPECIFIED: 0,
  MLFLOW_EXPERIMENT: 1,
  INFERENCE_TABLE: 2,
} as const
export type TraceLocationTraceLocationType = keyof typeof TraceLocationTraceLocationTypeValues

export const TraceStatusValues = {
  TRACE_STATUS_UNSPECIFIED: 0,
  OK: 1,
  ERROR: 2,
  IN_PROGRESS: 3,
} as const
export type TraceStatus = keyof typeof TraceStatusValues

export const ViewTypeValues = {
  ACTIVE_ONLY: 1,
  DELETED_ONLY: 2,
  ALL: 3,
} as const
export type ViewType = keyof typeof ViewTypeValues

export const WebhookActionValues = {
  ACTION_UNSPECIFIED: 0,
  CREATED: 1,
  UPDATED: 2,
  DELETED: 3,
  SET: 4,
  EXCEEDED: 5,
} as const
export type WebhookAction = keyof typeof WebhookActionValues

export const WebhookEntityValues = {
  ENTITY_UNSPECIFIED: 0,
  REGISTERED_MODEL: 1,
  MODEL_VERSION: 2,
  MODEL_VERSION_TAG: 3,
  MODEL_VERSION_ALIAS: 4,
  PROMPT: 5,
  PROMPT_VERSION: 6,
  PROMPT_TAG: 7,
  PROMPT_VERSION_TAG: 8,
  PROMPT_ALIAS: 9,
  BUDGET_POLICY: 10,
} as const
export type WebhookEntity = keyof typeof WebhookEntityValues

export const WebhookStatusValues = {
  ACTIVE: 1,
  DISABLED: 2,
} as const
export type WebhookStatus = keyof typeof WebhookStatusValues

export const AssessmentsAssessmentSourceSourceTypeValues = {
  SOURCE_TYPE_UNSPECIFIED: 0,
  HUMAN: 1,
  LLM_JUDGE: 2,
  CODE: 3,
} as const
export type AssessmentsAssessmentSourceSourceType = keyof typeof AssessmentsAssessmentSourceSourceTypeValues

export const DatasetsDatasetRecordSourceSourceTypeValues = {
  SOURCE_TYPE_UNSPECIFIED: 0,
  TRACE: 1,
  HUMAN: 2,
  DOCUMENT: 3,
  CODE: 4,
} as const
export type DatasetsDatasetRecordSourceSourceType = keyof typeof DatasetsDatasetRecordSourceSourceTypeValues

export const InternalInputVertexTypeValues = {
  RUN: 1,
  DATASET: 2,
  MODEL: 3,
} as const
export type InternalInputVertexType = keyof typeof InternalInputVertexTypeValues

export const InternalOutputVertexTypeValues = {
  RUN_OUTPUT: 1,
  MODEL_OUTPUT: 2,
} as const
export type InternalOutputVertexType = keyof typeof InternalOutputVertexTypeValues

export const LabelSchemasLabelSchemaTypeValues = {
  LABEL_SCHEMA_TYPE_UNSPECIFIED: 0,
  FEEDBACK: 1,
  EXPECTATION: 2,
} as const
export type LabelSchemasLabelSchemaType = keyof typeof LabelSchemasLabelSchemaTypeValues

export const ReviewQueuesReviewItemTypeValues = {
  REVIEW_ITEM_TYPE_UNSPECIFIED: 0,
  TRACE: 1,
} as const
export type ReviewQueuesReviewItemType = keyof typeof ReviewQueuesReviewItemTypeValues

export const ReviewQueuesReviewQueueTypeValues = {
  REVIEW_QUEUE_TYPE_UNSPECIFIED: 0,
  USER: 1,
  CUSTOM: 2,
} as const
export type ReviewQueuesReviewQueueType = keyof typeof ReviewQueuesReviewQueueTypeValues

export const ReviewQueuesReviewStatusValues = {
  REVIEW_STATUS_UNSPECIFIED: 0,
  PENDING: 1,
  COMPLETE: 2,
  DECLINED: 3,
} as const
export type ReviewQueuesReviewStatus = keyof typeof ReviewQueuesReviewStatusValues

export interface AddDatasetToExperiments {
  dataset_id?: string
  experiment_ids?: string[]
}
export const AddDatasetToExperiments: Message<AddDatasetToExperiments> = /* @__PURE__ */ message('AddDatasetToExperiments', {
  dataset_id: { type: 'string', camel: 'datasetId' },
  experiment_ids: { type: 'string', repeated: true, camel: 'experimentIds' },
})

export interface AddDatasetToExperimentsResponse {
  dataset?: DatasetsDataset
}
export const AddDatasetToExperimentsResponse: Message<AddDatasetToExperimentsResponse> = /* @__PURE__ */ message('AddDatasetToExperimentsResponse', {
  dataset: { type: 'message', message: () => DatasetsDataset },
})

export interface AddGuardrailToEndpoint {
  endpoint_id?: string
  guardrail_id?: string
  execution_order?: Int64
}
export const AddGuardrailToEndpoint: Message<AddGuardrailToEndpoint> = /* @__PURE__ */ message('AddGuardrailToEndpoint', {
  endpoint_id: { type: 'string', camel: 'endpointId' },
  guardrail_id: { type: 'string', camel: 'guardrailId' },
  execution_order: { type: 'int64', camel: 'executionOrder' },
})

export interface AddGuardrailToEndpointResponse {
  config?: GatewayGuardrailConfig
}
export const AddGuardrailToEndpointResponse: Message<AddGuardrailToEndpointResponse> = /* @__PURE__ */ message('AddGuardrailToEndpointResponse', {
  config: { type: 'message', message: () => GatewayGuardrailConfig },
})

export interface AttachModelToGatewayEndpoint {
  endpoint_id?: string
  model_config?: GatewayEndpointModelConfig
  created_by?: string
}
export const AttachModelToGatewayEndpoint: Message<AttachModelToGatewayEndpoint> = /* @__PURE__ */ message('AttachModelToGatewayEndpoint', {
  endpoint_id: { type: 'string', camel: 'endpointId' },
  model_config: { type: 'message', message: () => GatewayEndpointModelConfig, camel: 'modelConfig' },
  created_by: { type: 'string', camel: 'createdBy' },
})

export interface AttachModelToGatewayEndpointResponse {
  mapping?: GatewayEndpointModelMapping
}
export const AttachModelToGatewayEndpointResponse: Message<AttachModelToGatewayEndpointResponse> = /* @__PURE__ */ message('AttachModelToGatewayEndpointResponse', {
  mapping: { type: 'message', message: () => GatewayEndpointModelMapping },
})

export interface BatchGetTraceInfos {
  trace_ids?: string[]
  experiment_ids?: string[]
}
export const BatchGetTraceInfos: Message<BatchGetTraceInfos> = /* @__PURE__ */ message('BatchGetTraceInfos', {
  trace_ids: { type: 'string', repeated: true, camel: 'traceIds' },
  experiment_ids: { type: 'string', repeated: true, camel: 'experimentIds' },
})

export interface BatchGetTraceInfosResponse {
  trace_infos?: TraceInfoV3[]
}
export const BatchGetTraceInfosResponse: Message<BatchGetTraceInfosResponse> = /* @__PURE__ */ message('BatchGetTraceInfosResponse', {
  trace_infos: { type: 'message', message: () => TraceInfoV3, repeated: true, camel: 'traceInfos' },
})

export interface BatchGetTraces {
  trace_ids?: string[]
  experiment_ids?: string[]
}
export const BatchGetTraces: Message<BatchGetTraces> = /* @__PURE__ */ message('BatchGetTraces', {
  trace_ids: { type: 'string', repeated: true, camel: 'traceIds' },
  experiment_ids: { type: 'string', repeated: true, camel: 'experimentIds' },
})

export interface BatchGetTracesResponse {
  traces?: Trace[]
}
export const BatchGetTracesResponse: Message<BatchGetTracesResponse> = /* @__PURE__ */ message('BatchGetTracesResponse', {
  traces: { type: 'message', message: () => Trace, repeated: true },
})

export interface BudgetDuration {
  unit?: BudgetDurationUnit
  value?: number
}
export const BudgetDuration: Message<BudgetDuration> = /* @__PURE__ */ message('BudgetDuration', {
  unit: { type: 'enum', values: BudgetDurationUnitValues },
  value: { type: 'int32' },
})

export interface CalculateTraceFilterCorrelation {
  experiment_ids?: string[]
  filter_string1?: string
  filter_string2?: string
  base_filter?: string
}
export const CalculateTraceFilterCorrelation: Message<CalculateTraceFilterCorrelation> = /* @__PURE__ */ message('CalculateTraceFilterCorrelation', {
  experiment_ids: { type: 'string', repeated: true, camel: 'experimentIds' },
  filter_string1: { type: 'string', camel: 'filterString1' },
  filter_string2: { type: 'string', camel: 'filterString2' },
  base_filter: { type: 'string', camel: 'baseFilter' },
})

export interface CalculateTraceFilterCorrelationResponse {
  npmi?: Double
  npmi_smoothed?: Double
  filter1_count?: number
  filter2_count?: number
  joint_count?: number
  total_count?: number
}
export const CalculateTraceFilterCorrelationResponse: Message<CalculateTraceFilterCorrelationResponse> = /* @__PURE__ */ message('CalculateTraceFilterCorrelationResponse', {
  npmi: { type: 'double' },
  npmi_smoothed: { type: 'double', camel: 'npmiSmoothed' },
  filter1_count: { type: 'int32', camel: 'filter1Count' },
  filter2_count: { type: 'int32', camel: 'filter2Count' },
  joint_count: { type: 'int32', camel: 'jointCount' },
  total_count: { type: 'int32', camel: 'totalCount' },
})

export interface CancelPromptOptimizationJob {
  job_id?: string
}
export const CancelPromptOptimizationJob: Message<CancelPromptOptimizationJob> = /* @__PURE__ */ message('CancelPromptOptimizationJob', {
  job_id: { type: 'string', camel: 'jobId' },
})

export interface CancelPromptOptimizationJobResponse {
  job?: PromptOptimizationJob
}
export const CancelPromptOptimizationJobResponse: Message<CancelPromptOptimizationJobResponse> = /* @__PURE__ */ message('CancelPromptOptimizationJobResponse', {
  job: { type: 'message', message: () => PromptOptimizationJob },
})

export interface CreateAssessment {
  assessment?: AssessmentsAssessment
}
export const CreateAssessment: Message<CreateAssessment> = /* @__PURE__ */ message('CreateAssessment', {
  assessment: { type: 'message', message: () => AssessmentsAssessment },
})

export interface CreateAssessmentResponse {
  assessment?: AssessmentsAssessment
}
export const CreateAssessmentResponse: Message<CreateAssessmentResponse> = /* @__PURE__ */ message('CreateAssessmentResponse', {
  assessment: { type: 'message', message: () => AssessmentsAssessment },
})

export interface CreateDataset {
  name?: string
  experiment_ids?: string[]
  source_type?: DatasetsDatasetRecordSourceSourceType
  source?: string
  schema?: string
  profile?: string
  created_by?: string
  tags?: string
}
export const CreateDataset: Message<CreateDataset> = /* @__PURE__ */ message('CreateDataset', {
  name: { type: 'string' },
  experiment_ids: { type: 'string', repeated: true, camel: 'experimentIds' },
  source_type: { type: 'enum', values: DatasetsDatasetRecordSourceSourceTypeValues, camel: 'sourceType' },
  source: { type: 'string' },
  schema: { type: 'string' },
  profile: { type: 'string' },
  created_by: { type: 'string', camel: 'createdBy' },
  tags: { type: 'string' },
})

export interface CreateDatasetResponse {
  dataset?: DatasetsDataset
}
export const CreateDatasetResponse: Message<CreateDatasetResponse> = /* @__PURE__ */ message('CreateDatasetResponse', {
  dataset: { type: 'message', message: () => DatasetsDataset },
})

export interface CreateExperiment {
  name?: string
  artifact_location?: string
  tags?: ExperimentTag[]
}
export const CreateExperiment: Message<CreateExperiment> = /* @__PURE__ */ message('CreateExperiment', {
  name: { type: 'string' },
  artifact_location: { type: 'string', camel: 'artifactLocation' },
  tags: { type: 'message', message: () => ExperimentTag, repeated: true },
})

export interface CreateExperimentResponse {
  experiment_id?: string
}
export const CreateExperimentResponse: Message<CreateExperimentResponse> = /* @__PURE__ */ message('CreateExperimentResponse', {
  experiment_id: { type: 'string', camel: 'experimentId' },
})

export interface CreateGatewayBudgetPolicy {
  budget_unit?: BudgetUnit
  budget_amount?: Double
  duration?: BudgetDuration
  target_scope?: BudgetTargetScope
  budget_action?: BudgetAction
  created_by?: string
  target_value?: string
}
export const CreateGatewayBudgetPolicy: Message<CreateGatewayBudgetPolicy> = /* @__PURE__ */ message('CreateGatewayBudgetPolicy', {
  budget_unit: { type: 'enum', values: BudgetUnitValues, camel: 'budgetUnit' },
  budget_amount: { type: 'double', camel: 'budgetAmount' },
  duration: { type: 'message', message: () => BudgetDuration },
  target_scope: { type: 'enum', values: BudgetTargetScopeValues, camel: 'targetScope' },
  budget_action: { type: 'enum', values: BudgetActionValues, camel: 'budgetAction' },
  created_by: { type: 'string', camel: 'createdBy' },
  target_value: { type: 'string', camel: 'targetValue' },
})

export interface CreateGatewayBudgetPolicyResponse {
  budget_policy?: GatewayBudgetPolicy
}
export const CreateGatewayBudgetPolicyResponse: Message<CreateGatewayBudgetPolicyResponse> = /* @__PURE__ */ message('CreateGatewayBudgetPolicyResponse', {
  budget_policy: { type: 'message', message: () => GatewayBudgetPolicy, camel: 'budgetPolicy' },
})

export interface CreateGatewayEndpoint {
  name?: string
  model_configs?: GatewayEndpointModelConfig[]
  created_by?: string
  routing_strategy?: RoutingStrategy
  fallback_config?: FallbackConfig
  experiment_id?: string
  usage_tracking?: boolean
}
export const CreateGatewayEndpoint: Message<CreateGatewayEndpoint> = /* @__PURE__ */ message('CreateGatewayEndpoint', {
  name: { type: 'string' },
  model_configs: { type: 'message', message: () => GatewayEndpointModelConfig, repeated: true, camel: 'modelConfigs' },
  created_by: { type: 'string', camel: 'createdBy' },
  routing_strategy: { type: 'enum', values: RoutingStrategyValues, camel: 'routingStrategy' },
  fallback_config: { type: 'message', message: () => FallbackConfig, camel: 'fallbackConfig' },
  experiment_id: { type: 'string', camel: 'experimentId' },
  usage_tracking: { type: 'bool', camel: 'usageTracking' },
})

export interface CreateGatewayEndpointResponse {
  endpoint?: GatewayEndpoint
}
export const CreateGatewayEndpointResponse: Message<CreateGatewayEndpointResponse> = /* @__PURE__ */ message('CreateGatewayEndpointResponse', {
  endpoint: { type: 'message', message: () => GatewayEndpoint },
})

export interface CreateGatewayEndpointBinding {
  endpoint_id?: string
  resource_type?: string
  resource_id?: string
  created_by?: string
}
export const CreateGatewayEndpointBinding: Message<CreateGatewayEndpointBinding> = /* @__PURE__ */ message('CreateGatewayEndpointBinding', {
  endpoint_id: { type: 'string', camel: 'endpointId' },
  resource_type: { type: 'string', camel: 'resourceType' },
  resource_id: { type: 'string', camel: 'resourceId' },
  created_by: { type: 'string', camel: 'createdBy' },
})

export interface CreateGatewayEndpointBindingResponse {
  binding?: GatewayEndpointBinding
}
export const CreateGatewayEndpointBindingResponse: Message<CreateGatewayEndpointBindingResponse> = /* @__PURE__ */ message('CreateGatewayEndpointBindingResponse', {
  binding: { type: 'message', message: () => GatewayEndpointBinding },
})

export interface CreateGatewayGuardrail {
  name?: string
  scorer_id?: string
  scorer_version?: Int64
  stage?: GuardrailStage
  action?: GuardrailAction
  action_endpoint_id?: string
}
export const CreateGatewayGuardrail: Message<CreateGatewayGuardrail> = /* @__PURE__ */ message('CreateGatewayGuardrail', {
  name: { type: 'string' },
  scorer_id: { type: 'string', camel: 'scorerId' },
  scorer_version: { type: 'int64', camel: 'scorerVersion' },
  stage: { type: 'enum', values: GuardrailStageValues },
  action: { type: 'enum', values: GuardrailActionValues },
  action_endpoint_id: { type: 'string', camel: 'actionEndpointId' },
})

export interface CreateGatewayGuardrailResponse {
  guardrail?: GatewayGuardrail
}
export const CreateGatewayGuardrailResponse: Message<CreateGatewayGuardrailResponse> = /* @__PURE__ */ message('CreateGatewayGuardrailResponse', {
  guardrail: { type: 'message', message: () => GatewayGuardrail },
})

export interface CreateGatewayModelDefinition {
  name?: string
  secret_id?: string
  provider?: string
  model_name?: string
  created_by?: string
}
export const CreateGatewayModelDefinition: Message<CreateGatewayModelDefinition> = /* @__PURE__ */ message('CreateGatewayModelDefinition', {
  name: { type: 'string' },
  secret_id: { type: 'string', camel: 'secretId' },
  provider: { type: 'string' },
  model_name: { type: 'string', camel: 'modelName' },
  created_by: { type: 'string', camel: 'createdBy' },
})

export interface CreateGatewayModelDefinitionResponse {
  model_definition?: GatewayModelDefinition
}
export const CreateGatewayModelDefinitionResponse: Message<CreateGatewayModelDefinitionResponse> = /* @__PURE__ */ message('CreateGatewayModelDefinitionResponse', {
  model_definition: { type: 'message', message: () => GatewayModelDefinition, camel: 'modelDefinition' },
})

export interface CreateGatewaySecret {
  secret_name?: string
  secret_value?: Record<string, string>
  provider?: string
  auth_config?: Record<string, string>
  created_by?: string
}
export const CreateGatewaySecret: Message<CreateGatewaySecret> = /* @__PURE__ */ message('CreateGatewaySecret', {
  secret_name: { type: 'string', camel: 'secretName' },
  secret_value: { type: 'map', camel: 'secretValue' },
  provider: { type: 'string' },
  auth_config: { type: 'map', camel: 'authConfig' },
  created_by: { type: 'string', camel: 'createdBy' },
})

export interface CreateGatewaySecretResponse {
  secret?: GatewaySecretInfo
}
export const CreateGatewaySecretResponse: Message<CreateGatewaySecretResponse> = /* @__PURE__ */ message('CreateGatewaySecretResponse', {
  secret: { type: 'message', message: () => GatewaySecretInfo },
})

export interface CreateLoggedModel {
  experiment_id?: string
  name?: string
  model_type?: string
  source_run_id?: string
  params?: LoggedModelParameter[]
  tags?: LoggedModelTag[]
}
export const CreateLoggedModel: Message<CreateLoggedModel> = /* @__PURE__ */ message('CreateLoggedModel', {
  experiment_id: { type: 'string', camel: 'experimentId' },
  name: { type: 'string' },
  model_type: { type: 'string', camel: 'modelType' },
  source_run_id: { type: 'string', camel: 'sourceRunId' },
  params: { type: 'message', message: () => LoggedModelParameter, repeated: true },
  tags: { type: 'message', message: () => LoggedModelTag, repeated: true },
})

export interface CreateLoggedModelResponse {
  model?: LoggedModel
}
export const CreateLoggedModelResponse: Message<CreateLoggedModelResponse> = /* @__PURE__ */ message('CreateLoggedModelResponse', {
  model: { type: 'message', message: () => LoggedModel },
})

export interface CreateModelVersion {
  name?: string
  source?: string
  run_id?: string
  tags?: ModelVersionTag[]
  run_link?: string
  description?: string
  model_id?: string
}
export const CreateModelVersion: Message<CreateModelVersion> = /* @__PURE__ */ message('CreateModelVersion', {
  name: { type: 'string' },
  source: { type: 'string' },
  run_id: { type: 'string', camel: 'runId' },
  tags: { type: 'message', message: () => ModelVersionTag, repeated: true },
  run_link: { type: 'string', camel: 'runLink' },
  description: { type: 'string' },
  model_id: { type: 'string', camel: 'modelId' },
})

export interface CreateModelVersionResponse {
  model_version?: ModelVersion
}
export const CreateModelVersionResponse: Message<CreateModelVersionResponse> = /* @__PURE__ */ message('CreateModelVersionResponse', {
  model_version: { type: 'message', message: () => ModelVersion, camel: 'modelVersion' },
})

export interface CreatePresignedDownloadUrl {
  run_id?: string
  path?: string
  expiration?: Int64
}
export const CreatePresignedDownloadUrl: Message<CreatePresignedDownloadUrl> = /* @__PURE__ */ message('CreatePresignedDownloadUrl', {
  run_id: { type: 'string', camel: 'runId' },
  path: { type: 'string' },
  expiration: { type: 'int64' },
})

export interface CreatePresignedDownloadUrlResponse {
  presigned_url?: string
  headers?: Record<string, string>
  file_size?: Int64
}
export const CreatePresignedDownloadUrlResponse: Message<CreatePresignedDownloadUrlResponse> = /* @__PURE__ */ message('CreatePresignedDownloadUrlResponse', {
  presigned_url: { type: 'string', camel: 'presignedUrl' },
  headers: { type: 'map' },
  file_size: { type: 'int64', camel: 'fileSize' },
})

export interface CreatePresignedUploadUrl {
  run_id?: string
  path?: string
  expiration?: Int64
  model_id?: string
}
export const CreatePresignedUploadUrl: Message<CreatePresignedUploadUrl> = /* @__PURE__ */ message('CreatePresignedUploadUrl', {
  run_id: { type: 'string', camel: 'runId' },
  path: { type: 'string' },
  expiration: { type: 'int64' },
  model_id: { type: 'string', camel: 'modelId' },
})

export interface CreatePresignedUploadUrlResponse {
  presigned_url?: string
  headers?: Record<string, string>
}
export const CreatePresignedUploadUrlResponse: Message<CreatePresignedUploadUrlResponse> = /* @__PURE__ */ message('CreatePresignedUploadUrlResponse', {
  presigned_url: { type: 'string', camel: 'presignedUrl' },
  headers: { type: 'map' },
})

export interface CreatePromptOptimizationJob {
  experiment_id?: string
  source_prompt_uri?: string
  config?: PromptOptimizationJobConfig
  tags?: PromptOptimizationJobTag[]
}
export const CreatePromptOptimizationJob: Message<CreatePromptOptimizationJob> = /* @__PURE__ */ message('CreatePromptOptimizationJob', {
  experiment_id: { type: 'string', camel: 'experimentId' },
  source_prompt_uri: { type: 'string', camel: 'sourcePromptUri' },
  config: { type: 'message', message: () => PromptOptimizationJobConfig },
  tags: { type: 'message', message: () => PromptOptimizationJobTag, repeated: true },
})

export interface CreatePromptOptimizationJobResponse {
  job?: PromptOptimizationJob
}
export const CreatePromptOptimizationJobResponse: Message<CreatePromptOptimizationJobResponse> = /* @__PURE__ */ message('CreatePromptOptimizationJobResponse', {
  job: { type: 'message', message: () => PromptOptimizationJob },
})

export interface CreateRegisteredModel {
  name?: string
  tags?: RegisteredModelTag[]
  description?: string
  deployment_job_id?: string
}
export const CreateRegisteredModel: Message<CreateRegisteredModel> = /* @__PURE__ */ message('CreateRegisteredModel', {
  name: { type: 'string' },
  tags: { type: 'message', message: () => RegisteredModelTag, repeated: true },
  description: { type: 'string' },
  deployment_job_id: { type: 'string', camel: 'deploymentJobId' },
})

export interface CreateRegisteredModelResponse {
  registered_model?: RegisteredModel
}
export const CreateRegisteredModelResponse: Message<CreateRegisteredModelResponse> = /* @__PURE__ */ message('CreateRegisteredModelResponse', {
  registered_model: { type: 'message', message: () => RegisteredModel, camel: 'registeredModel' },
})

export interface CreateRun {
  experiment_id?: string
  user_id?: string
  run_name?: string
  start_time?: Int64
  tags?: RunTag[]
}
export const CreateRun: Message<CreateRun> = /* @__PURE__ */ message('CreateRun', {
  experiment_id: { type: 'string', camel: 'experimentId' },
  user_id: { type: 'string', camel: 'userId' },
  run_name: { type: 'string', camel: 'runName' },
  start_time: { type: 'int64', camel: 'startTime' },
  tags: { type: 'message', message: () => RunTag, repeated: true },
})

export interface CreateRunResponse {
  run?: Run
}
export const CreateRunResponse: Message<CreateRunResponse> = /* @__PURE__ */ message('CreateRunResponse', {
  run: { type: 'message', message: () => Run },
})

export interface CreateWebhook {
  name?: string
  description?: string
  url?: string
  events?: WebhookEvent[]
  secret?: string
  status?: WebhookStatus
}
export const CreateWebhook: Message<CreateWebhook> = /* @__PURE__ */ message('CreateWebhook', {
  name: { type: 'string' },
  description: { type: 'string' },
  url: { type: 'string' },
  events: { type: 'message', message: () => WebhookEvent, repeated: true },
  secret: { type: 'string' },
  status: { type: 'enum', values: WebhookStatusValues },
})

export interface CreateWebhookResponse {
  webhook?: Webhook
}
export const CreateWebhookResponse: Message<CreateWebhookResponse> = /* @__PURE__ */ message('CreateWebhookResponse', {
  webhook: { type: 'message', message: () => Webhook },
})

export interface CreateWorkspace {
  name?: string
  description?: string
  default_artifact_root?: string
  trace_archival_config?: TraceArchivalConfig
}
export const CreateWorkspace: Message<CreateWorkspace> = /* @__PURE__ */ message('CreateWorkspace', {
  name: { type: 'string' },
  description: { type: 'string' },
  default_artifact_root: { type: 'string', camel: 'defaultArtifactRoot' },
  trace_archival_config: { type: 'message', message: () => TraceArchivalConfig, camel: 'traceArchivalConfig' },
})

export interface CreateWorkspaceResponse {
  workspace?: Workspace
}
export const CreateWorkspaceResponse: Message<CreateWorkspaceResponse> = /* @__PURE__ */ message('CreateWorkspaceResponse', {
  workspace: { type: 'message', message: () => Workspace },
})

export interface Dataset {
  name?: string
  digest?: string
  source_type?: string
  source?: string
  schema?: string
  profile?: string
}
export const Dataset: Message<Dataset> = /* @__PURE__ */ message('Dataset', {
  name: { type: 'string' },
  digest: { type: 'string' },
  source_type: { type: 'string', camel: 'sourceType' },
  source: { type: 'string' },
  schema: { type: 'string' },
  profile: { type: 'string' },
})

export interface DatasetInput {
  tags?: InputTag[]
  dataset?: Dataset
}
export const DatasetInput: Message<DatasetInput> = /* @__PURE__ */ message('DatasetInput', {
  tags: { type: 'message', message: () => InputTag, repeated: true },
  dataset: { type: 'message', message: () => Dataset },
})

export interface DatasetSummary {
  experiment_id?: string
  name?: string
  digest?: string
  context?: string
}
export const DatasetSummary: Message<DatasetSummary> = /* @__PURE__ */ message('DatasetSummary', {
  experiment_id: { type: 'string', camel: 'experimentId' },
  name: { type: 'string' },
  digest: { type: 'string' },
  context: { type: 'string' },
})

export interface DeleteAssessment {
  trace_id?: string
  assessment_id?: string
}
export const DeleteAssessment: Message<DeleteAssessment> = /* @__PURE__ */ message('DeleteAssessment', {
  trace_id: { type: 'string', camel: 'traceId' },
  assessment_id: { type: 'string', camel: 'assessmentId' },
})

export interface DeleteAssessmentResponse {

}
export const DeleteAssessmentResponse: Message<DeleteAssessmentResponse> = /* @__PURE__ */ message('DeleteAssessmentResponse', {

})

export interface DeleteDataset {
  dataset_id?: string
}
export const DeleteDataset: Message<DeleteDataset> = /* @__PURE__ */ message('DeleteDataset', {
  dataset_id: { type: 'string', camel: 'datasetId' },
})

export interface DeleteDatasetResponse {

}
export const DeleteDatasetResponse: Message<DeleteDatasetResponse> = /* @__PURE__ */ message('DeleteDatasetResponse', {

})

export interface DeleteDatasetRecords {
  dataset_id?: string
  dataset_record_ids?: string[]
}
export const DeleteDatasetRecords: Message<DeleteDatasetRecords> = /* @__PURE__ */ message('DeleteDatasetRecords', {
  dataset_id: { type: 'string', camel: 'datasetId' },
  dataset_record_ids: { type: 'string', repeated: true, camel: 'datasetRecordIds' },
})

export interface DeleteDatasetRecordsResponse {
  deleted_count?: number
}
export const DeleteDatasetRecordsResponse: Message<DeleteDatasetRecordsResponse> = /* @__PURE__ */ message('DeleteDatasetRecordsResponse', {
  deleted_count: { type: 'int32', camel: 'deletedCount' },
})

export interface DeleteDatasetTag {
  dataset_id?: string
  key?: string
}
export const DeleteDatasetTag: Message<DeleteDatasetTag> = /* @__PURE__ */ message('DeleteDatasetTag', {
  dataset_id: { type: 'string', camel: 'datasetId' },
  key: { type: 'string' },
})

export interface DeleteDatasetTagResponse {

}
export const DeleteDatasetTagResponse: Message<DeleteDatasetTagResponse> = /* @__PURE__ */ message('DeleteDatasetTagResponse', {

})

export interface DeleteExperiment {
  experiment_id?: string
}
export const DeleteExperiment: Message<DeleteExperiment> = /* @__PURE__ */ message('DeleteExperiment', {
  experiment_id: { type: 'string', camel: 'experimentId' },
})

export interface DeleteExperimentResponse {

}
export const DeleteExperimentResponse: Message<DeleteExperimentResponse> = /* @__PURE__ */ message('DeleteExperimentResponse', {

})

export interface DeleteExperimentTag {
  experiment_id?: string
  key?: string
}
export const DeleteExperimentTag: Message<DeleteExperimentTag> = /* @__PURE__ */ message('DeleteExperimentTag', {
  experiment_id: { type: 'string', camel: 'experimentId' },
  key: { type: 'string' },
})

export interface DeleteExperimentTagResponse {

}
export const DeleteExperimentTagResponse: Message<DeleteExperimentTagResponse> = /* @__PURE__ */ message('DeleteExperimentTagResponse', {

})

export interface DeleteGatewayBudgetPolicy {
  budget_policy_id?: string
}
export const DeleteGatewayBudgetPolicy: Message<DeleteGatewayBudgetPolicy> = /* @__PURE__ */ message('DeleteGatewayBudgetPolicy', {
  budget_policy_id: { type: 'string', camel: 'budgetPolicyId' },
})

export interface DeleteGatewayBudgetPolicyResponse {

}
export const DeleteGatewayBudgetPolicyResponse: Message<DeleteGatewayBudgetPolicyResponse> = /* @__PURE__ */ message('DeleteGatewayBudgetPolicyResponse', {

})

export interface DeleteGatewayEndpoint {
  endpoint_id?: string
}
export const DeleteGatewayEndpoint: Message<DeleteGatewayEndpoint> = /* @__PURE__ */ message('DeleteGatewayEndpoint', {
  endpoint_id: { type: 'string', camel: 'endpointId' },
})

export interface DeleteGatewayEndpointResponse {

}
export const DeleteGatewayEndpointResponse: Message<DeleteGatewayEndpointResponse> = /* @__PURE__ */ message('DeleteGatewayEndpointResponse', {

})

export interface DeleteGatewayEndpointBinding {
  endpoint_id?: string
  resource_type?: string
  resource_id?: string
}
export const DeleteGatewayEndpointBinding: Message<DeleteGatewayEndpointBinding> = /* @__PURE__ */ message('DeleteGatewayEndpointBinding', {
  endpoint_id: { type: 'string', camel: 'endpointId' },
  resource_type: { type: 'string', camel: 'resourceType' },
  resource_id: { type: 'string', camel: 'resourceId' },
})

export interface DeleteGatewayEndpointBindingResponse {

}
export const DeleteGatewayEndpointBindingResponse: Message<DeleteGatewayEndpointBindingResponse> = /* @__PURE__ */ message('DeleteGatewayEndpointBindingResponse', {

})

export interface DeleteGatewayEndpointTag {
  endpoint_id?: string
  key?: string
}
export const DeleteGatewayEndpointTag: Message<DeleteGatewayEndpointTag> = /* @__PURE__ */ message('DeleteGatewayEndpointTag', {
  endpoint_id: { type: 'string', camel: 'endpointId' },
  key: { type: 'string' },
})

export interface DeleteGatewayEndpointTagResponse {

}
export const DeleteGatewayEndpointTagResponse: Message<DeleteGatewayEndpointTagResponse> = /* @__PURE__ */ message('DeleteGatewayEndpointTagResponse', {

})

export interface DeleteGatewayGuardrail {
  guardrail_id?: string
}
export const DeleteGatewayGuardrail: Message<DeleteGatewayGuardrail> = /* @__PURE__ */ message('DeleteGatewayGuardrail', {
  guardrail_id: { type: 'string', camel: 'guardrailId' },
})

export interface DeleteGatewayGuardrailResponse {

}
export const DeleteGatewayGuardrailResponse: Message<DeleteGatewayGuardrailResponse> = /* @__PURE__ */ message('DeleteGatewayGuardrailResponse', {

})

export interface DeleteGatewayModelDefinition {
  model_definition_id?: string
}
export const DeleteGatewayModelDefinition: Message<DeleteGatewayModelDefinition> = /* @__PURE__ */ message('DeleteGatewayModelDefinition', {
  model_definition_id: { type: 'string', camel: 'modelDefinitionId' },
})

export interface DeleteGatewayModelDefinitionResponse {

}
export const DeleteGatewayModelDefinitionResponse: Message<DeleteGatewayModelDefinitionResponse> = /* @__PURE__ */ message('DeleteGatewayModelDefinitionResponse', {

})

export interface DeleteGatewaySecret {
  secret_id?: string
}
export const DeleteGatewaySecret: Message<DeleteGatewaySecret> = /* @__PURE__ */ message('DeleteGatewaySecret', {
  secret_id: { type: 'string', camel: 'secretId' },
})

export interface DeleteGatewaySecretResponse {

}
export const DeleteGatewaySecretResponse: Message<DeleteGatewaySecretResponse> = /* @__PURE__ */ message('DeleteGatewaySecretResponse', {

})

export interface DeleteLoggedModel {
  model_id?: string
}
export const DeleteLoggedModel: Message<DeleteLoggedModel> = /* @__PURE__ */ message('DeleteLoggedModel', {
  model_id: { type: 'string', camel: 'modelId' },
})

export interface DeleteLoggedModelResponse {

}
export const DeleteLoggedModelResponse: Message<DeleteLoggedModelResponse> = /* @__PURE__ */ message('DeleteLoggedModelResponse', {

})

export interface DeleteLoggedModelTag {
  model_id?: string
  tag_key?: string
}
export const DeleteLoggedModelTag: Message<DeleteLoggedModelTag> = /* @__PURE__ */ message('DeleteLoggedModelTag', {
  model_id: { type: 'string', camel: 'modelId' },
  tag_key: { type: 'string', camel: 'tagKey' },
})

export interface DeleteLoggedModelTagResponse {

}
export const DeleteLoggedModelTagResponse: Message<DeleteLoggedModelTagResponse> = /* @__PURE__ */ message('DeleteLoggedModelTagResponse', {

})

export interface DeleteModelVersion {
  name?: string
  version?: string
}
export const DeleteModelVersion: Message<DeleteModelVersion> = /* @__PURE__ */ message('DeleteModelVersion', {
  name: { type: 'string' },
  version: { type: 'string' },
})

export interface DeleteModelVersionResponse {

}
export const DeleteModelVersionResponse: Message<DeleteModelVersionResponse> = /* @__PURE__ */ message('DeleteModelVersionResponse', {

})

export interface DeleteModelVersionTag {
  name?: string
  version?: string
  key?: string
}
export const DeleteModelVersionTag: Message<DeleteModelVersionTag> = /* @__PURE__ */ message('DeleteModelVersionTag', {
  name: { type: 'string' },
  version: { type: 'string' },
  key: { type: 'string' },
})

export interface DeleteModelVersionTagResponse {

}
export const DeleteModelVersionTagResponse: Message<DeleteModelVersionTagResponse> = /* @__PURE__ */ message('DeleteModelVersionTagResponse', {

})

export interface DeletePromptOptimizationJob {
  job_id?: string
}
export const DeletePromptOptimizationJob: Message<DeletePromptOptimizationJob> = /* @__PURE__ */ message('DeletePromptOptimizationJob', {
  job_id: { type: 'string', camel: 'jobId' },
})

export interface DeletePromptOptimizationJobResponse {

}
export const DeletePromptOptimizationJobResponse: Message<DeletePromptOptimizationJobResponse> = /* @__PURE__ */ message('DeletePromptOptimizationJobResponse', {

})

export interface DeleteRegisteredModel {
  name?: string
}
export const DeleteRegisteredModel: Message<DeleteRegisteredModel> = /* @__PURE__ */ message('DeleteRegisteredModel', {
  name: { type: 'string' },
})

export interface DeleteRegisteredModelResponse {

}
export const DeleteRegisteredModelResponse: Message<DeleteRegisteredModelResponse> = /* @__PURE__ */ message('DeleteRegisteredModelResponse', {

})

export interface DeleteRegisteredModelAlias {
  name?: string
  alias?: string
}
export const DeleteRegisteredModelAlias: Message<DeleteRegisteredModelAlias> = /* @__PURE__ */ message('DeleteRegisteredModelAlias', {
  name: { type: 'string' },
  alias: { type: 'string' },
})

export interface DeleteRegisteredModelAliasResponse {

}
export const DeleteRegisteredModelAliasResponse: Message<DeleteRegisteredModelAliasResponse> = /* @__PURE__ */ message('DeleteRegisteredModelAliasResponse', {

})

export interface DeleteRegisteredModelTag {
  name?: string
  key?: string
}
export const DeleteRegisteredModelTag: Message<DeleteRegisteredModelTag> = /* @__PURE__ */ message('DeleteRegisteredModelTag', {
  name: { type: 'string' },
  key: { type: 'string' },
})

export interface DeleteRegisteredModelTagResponse {

}
export const DeleteRegisteredModelTagResponse: Message<DeleteRegisteredModelTagResponse> = /* @__PURE__ */ message('DeleteRegisteredModelTagResponse', {

})

export interface DeleteRun {
  run_id?: string
}
export const DeleteRun: Message<DeleteRun> = /* @__PURE__ */ message('DeleteRun', {
  run_id: { type: 'string', camel: 'runId' },
})

export interface DeleteRunResponse {

}
export const DeleteRunResponse: Message<DeleteRunResponse> = /* @__PURE__ */ message('DeleteRunResponse', {

})

export interface DeleteScorer {
  experiment_id?: string
  name?: string
  version?: number
}
export const DeleteScorer: Message<DeleteScorer> = /* @__PURE__ */ message('DeleteScorer', {
  experiment_id: { type: 'string', camel: 'experimentId' },
  name: { type: 'string' },
  version: { type: 'int32' },
})

export interface DeleteScorerResponse {

}
export const DeleteScorerResponse: Message<DeleteScorerResponse> = /* @__PURE__ */ message('DeleteScorerResponse', {

})

export interface DeleteTag {
  run_id?: string
  key?: string
}
export const DeleteTag: Message<DeleteTag> = /* @__PURE__ */ message('DeleteTag', {
  run_id: { type: 'string', camel: 'runId' },
  key: { type: 'string' },
})

export interface DeleteTagResponse {

}
export const DeleteTagResponse: Message<DeleteTagResponse> = /* @__PURE__ */ message('DeleteTagResponse', {

})

export interface DeleteTraceTag {
  request_id?: string
  key?: string
}
export const DeleteTraceTag: Message<DeleteTraceTag> = /* @__PURE__ */ message('DeleteTraceTag', {
  request_id: { type: 'string', camel: 'requestId' },
  key: { type: 'string' },
})

export interface DeleteTraceTagResponse {

}
export const DeleteTraceTagResponse: Message<DeleteTraceTagResponse> = /* @__PURE__ */ message('DeleteTraceTagResponse', {

})

export interface DeleteTraceTagV3 {
  key?: string
  trace_id?: string
}
export const DeleteTraceTagV3: Message<DeleteTraceTagV3> = /* @__PURE__ */ message('DeleteTraceTagV3', {
  key: { type: 'string' },
  trace_id: { type: 'string', camel: 'traceId' },
})

export interface DeleteTraceTagV3Response {

}
export const DeleteTraceTagV3Response: Message<DeleteTraceTagV3Response> = /* @__PURE__ */ message('DeleteTraceTagV3Response', {

})

export interface DeleteTraces {
  experiment_id?: string
  max_timestamp_millis?: Int64
  max_traces?: number
  request_ids?: string[]
}
export const DeleteTraces: Message<DeleteTraces> = /* @__PURE__ */ message('DeleteTraces', {
  experiment_id: { type: 'string', camel: 'experimentId' },
  max_timestamp_millis: { type: 'int64', camel: 'maxTimestampMillis' },
  max_traces: { type: 'int32', camel: 'maxTraces' },
  request_ids: { type: 'string', repeated: true, camel: 'requestIds' },
})

export interface DeleteTracesResponse {
  traces_deleted?: number
}
export const DeleteTracesResponse: Message<DeleteTracesResponse> = /* @__PURE__ */ message('DeleteTracesResponse', {
  traces_deleted: { type: 'int32', camel: 'tracesDeleted' },
})

export interface DeleteTracesV3 {
  experiment_id?: string
  max_timestamp_millis?: Int64
  max_traces?: number
  request_ids?: string[]
}
export const DeleteTracesV3: Message<DeleteTracesV3> = /* @__PURE__ */ message('DeleteTracesV3', {
  experiment_id: { type: 'string', camel: 'experimentId' },
  max_timestamp_millis: { type: 'int64', camel: 'maxTimestampMillis' },
  max_traces: { type: 'int32', camel: 'maxTraces' },
  request_ids: { type: 'string', repeated: true, camel: 'requestIds' },
})

export interface DeleteTracesV3Response {
  traces_deleted?: number
}
export const DeleteTracesV3Response: Message<DeleteTracesV3Response> = /* @__PURE__ */ message('DeleteTracesV3Response', {
  traces_deleted: { type: 'int32', camel: 'tracesDeleted' },
})

export interface DeleteWebhook {
  webhook_id?: string
}
export const DeleteWebhook: Message<DeleteWebhook> = /* @__PURE__ */ message('DeleteWebhook', {
  webhook_id: { type: 'string', camel: 'webhookId' },
})

export interface DeleteWebhookResponse {

}
export const DeleteWebhookResponse: Message<DeleteWebhookResponse> = /* @__PURE__ */ message('DeleteWebhookResponse', {

})

export interface DeleteWorkspace {
  workspace_name?: string
}
export const DeleteWorkspace: Message<DeleteWorkspace> = /* @__PURE__ */ message('DeleteWorkspace', {
  workspace_name: { type: 'string', camel: 'workspaceName' },
})

export interface DeleteWorkspaceResponse {

}
export const DeleteWorkspaceResponse: Message<DeleteWorkspaceResponse> = /* @__PURE__ */ message('DeleteWorkspaceResponse', {

})

export interface DeploymentJobConnection {

}
export const DeploymentJobConnection: Message<DeploymentJobConnection> = /* @__PURE__ */ message('DeploymentJobConnection', {

})

export interface DetachModelFromGatewayEndpoint {
  endpoint_id?: string
  model_definition_id?: string
}
export const DetachModelFromGatewayEndpoint: Message<DetachModelFromGatewayEndpoint> = /* @__PURE__ */ message('DetachModelFromGatewayEndpoint', {
  endpoint_id: { type: 'string', camel: 'endpointId' },
  model_definition_id: { type: 'string', camel: 'modelDefinitionId' },
})

export interface DetachModelFromGatewayEndpointResponse {

}
export const DetachModelFromGatewayEndpointResponse: Message<DetachModelFromGatewayEndpointResponse> = /* @__PURE__ */ message('DetachModelFromGatewayEndpointResponse', {

})

export interface EndTrace {
  request_id?: string
  timestamp_ms?: Int64
  status?: TraceStatus
  request_metadata?: TraceRequestMetadata[]
  tags?: TraceTag[]
}
export const EndTrace: Message<EndTrace> = /* @__PURE__ */ message('EndTrace', {
  request_id: { type: 'string', camel: 'requestId' },
  timestamp_ms: { type: 'int64', camel: 'timestampMs' },
  status: { type: 'enum', values: TraceStatusValues },
  request_metadata: { type: 'message', message: () => TraceRequestMetadata, repeated: true, camel: 'requestMetadata' },
  tags: { type: 'message', message: () => TraceTag, repeated: true },
})

export interface EndTraceResponse {
  trace_info?: TraceInfo
}
export const EndTraceResponse: Message<EndTraceResponse> = /* @__PURE__ */ message('EndTraceResponse', {
  trace_info: { type: 'message', message: () => TraceInfo, camel: 'traceInfo' },
})

export interface Experiment {
  experiment_id?: string
  name?: string
  artifact_location?: string
  lifecycle_stage?: string
  last_update_time?: Int64
  creation_time?: Int64
  tags?: ExperimentTag[]
  effective_trace_archival_retention?: string
  workspace?: string
}
export const Experiment: Message<Experiment> = /* @__PURE__ */ message('Experiment', {
  experiment_id: { type: 'string', camel: 'experimentId' },
  name: { type: 'string' },
  artifact_location: { type: 'string', camel: 'artifactLocation' },
  lifecycle_stage: { type: 'string', camel: 'lifecycleStage' },
  last_update_time: { type: 'int64', camel: 'lastUpdateTime' },
  creation_time: { type: 'int64', camel: 'creationTime' },
  tags: { type: 'message', message: () => ExperimentTag, repeated: true },
  effective_trace_archival_retention: { type: 'string', camel: 'effectiveTraceArchivalRetention' },
  workspace: { type: 'string' },
})

export interface ExperimentTag {
  key?: string
  value?: string
}
export const ExperimentTag: Message<ExperimentTag> = /* @__PURE__ */ message('ExperimentTag', {
  key: { type: 'string' },
  value: { type: 'string' },
})

export interface FallbackConfig {
  strategy?: FallbackStrategy
  max_attempts?: number
}
export const FallbackConfig: Message<FallbackConfig> = /* @__PURE__ */ message('FallbackConfig', {
  strategy: { type: 'enum', values: FallbackStrategyValues },
  max_attempts: { type: 'int32', camel: 'maxAttempts' },
})

export interface FileInfo {
  path?: string
  is_dir?: boolean
  file_size?: Int64
}
export const FileInfo: Message<FileInfo> = /* @__PURE__ */ message('FileInfo', {
  path: { type: 'string' },
  is_dir: { type: 'bool', camel: 'isDir' },
  file_size: { type: 'int64', camel: 'fileSize' },
})

export interface FinalizeLoggedModel {
  model_id?: string
  status?: LoggedModelStatus
}
export const FinalizeLoggedModel: Message<FinalizeLoggedModel> = /* @__PURE__ */ message('FinalizeLoggedModel', {
  model_id: { type: 'string', camel: 'modelId' },
  status: { type: 'enum', values: LoggedModelStatusValues },
})

export interface FinalizeLoggedModelResponse {
  model?: LoggedModel
}
export const FinalizeLoggedModelResponse: Message<FinalizeLoggedModelResponse> = /* @__PURE__ */ message('FinalizeLoggedModelResponse', {
  model: { type: 'message', message: () => LoggedModel },
})

export interface GatewayBudgetPolicy {
  budget_policy_id?: string
  budget_unit?: BudgetUnit
  budget_amount?: Double
  duration?: BudgetDuration
  target_scope?: BudgetTargetScope
  budget_action?: BudgetAction
  created_by?: string
  created_at?: Int64
  last_updated_by?: string
  last_updated_at?: Int64
  target_value?: string
}
export const GatewayBudgetPolicy: Message<GatewayBudgetPolicy> = /* @__PURE__ */ message('GatewayBudgetPolicy', {
  budget_policy_id: { type: 'string', camel: 'budgetPolicyId' },
  budget_unit: { type: 'enum', values: BudgetUnitValues, camel: 'budgetUnit' },
  budget_amount: { type: 'double', camel: 'budgetAmount' },
  duration: { type: 'message', message: () => BudgetDuration },
  target_scope: { type: 'enum', values: BudgetTargetScopeValues, camel: 'targetScope' },
  budget_action: { type: 'enum', values: BudgetActionValues, camel: 'budgetAction' },
  created_by: { type: 'string', camel: 'createdBy' },
  created_at: { type: 'int64', camel: 'createdAt' },
  last_updated_by: { type: 'string', camel: 'lastUpdatedBy' },
  last_updated_at: { type: 'int64', camel: 'lastUpdatedAt' },
  target_value: { type: 'string', camel: 'targetValue' },
})

export interface GatewayEndpoint {
  endpoint_id?: string
  name?: string
  created_at?: Int64
  last_updated_at?: Int64
  model_mappings?: GatewayEndpointModelMapping[]
  created_by?: string
  last_updated_by?: string
  tags?: GatewayEndpointTag[]
  routing_strategy?: RoutingStrategy
  fallback_config?: FallbackConfig
  experiment_id?: string
  usage_tracking?: boolean
}
export const GatewayEndpoint: Message<GatewayEndpoint> = /* @__PURE__ */ message('GatewayEndpoint', {
  endpoint_id: { type: 'string', camel: 'endpointId' },
  name: { type: 'string' },
  created_at: { type: 'int64', camel: 'createdAt' },
  last_updated_at: { type: 'int64', camel: 'lastUpdatedAt' },
  model_mappings: { type: 'message', message: () => GatewayEndpointModelMapping, repeated: true, camel: 'modelMappings' },
  created_by: { type: 'string', camel: 'createdBy' },
  last_updated_by: { type: 'string', camel: 'lastUpdatedBy' },
  tags: { type: 'message', message: () => GatewayEndpointTag, repeated: true },
  routing_strategy: { type: 'enum', values: RoutingStrategyValues, camel: 'routingStrategy' },
  fallback_config: { type: 'message', message: () => FallbackConfig, camel: 'fallbackConfig' },
  experiment_id: { type: 'string', camel: 'experimentId' },
  usage_tracking: { type: 'bool', camel: 'usageTracking' },
})

export interface GatewayEndpointBinding {
  endpoint_id?: string
  resource_type?: string
  resource_id?: string
  created_at?: Int64
  last_updated_at?: Int64
  created_by?: string
  last_updated_by?: string
  display_name?: string
}
export const GatewayEndpointBinding: Message<GatewayEndpointBinding> = /* @__PURE__ */ message('GatewayEndpointBinding', {
  endpoint_id: { type: 'string', camel: 'endpointId' },
  resource_type: { type: 'string', camel: 'resourceType' },
  resource_id: { type: 'string', camel: 'resourceId' },
  created_at: { type: 'int64', camel: 'createdAt' },
  last_updated_at: { type: 'int64', camel: 'lastUpdatedAt' },
  created_by: { type: 'string', camel: 'createdBy' },
  last_updated_by: { type: 'string', camel: 'lastUpdatedBy' },
  display_name: { type: 'string', camel: 'displayName' },
})

export interface GatewayEndpointModelConfig {
  model_definition_id?: string
  linkage_type?: GatewayModelLinkageType
  weight?: Double
  fallback_order?: number
}
export const GatewayEndpointModelConfig: Message<GatewayEndpointModelConfig> = /* @__PURE__ */ message('GatewayEndpointModelConfig', {
  model_definition_id: { type: 'string', camel: 'modelDefinitionId' },
  linkage_type: { type: 'enum', values: GatewayModelLinkageTypeValues, camel: 'linkageType' },
  weight: { type: 'float' },
  fallback_order: { type: 'int32', camel: 'fallbackOrder' },
})

export interface GatewayEndpointModelMapping {
  mapping_id?: string
  endpoint_id?: string
  model_definition_id?: string
  model_definition?: GatewayModelDefinition
  weight?: Double
  created_at?: Int64
  created_by?: string
  linkage_type?: GatewayModelLinkageType
  fallback_order?: number
}
export const GatewayEndpointModelMapping: Message<GatewayEndpointModelMapping> = /* @__PURE__ */ message('GatewayEndpointModelMapping', {
  mapping_id: { type: 'string', camel: 'mappingId' },
  endpoint_id: { type: 'string', camel: 'endpointId' },
  model_definition_id: { type: 'string', camel: 'modelDefinitionId' },
  model_definition: { type: 'message', message: () => GatewayModelDefinition, camel: 'modelDefinition' },
  weight: { type: 'float' },
  created_at: { type: 'int64', camel: 'createdAt' },
  created_by: { type: 'string', camel: 'createdBy' },
  linkage_type: { type: 'enum', values: GatewayModelLinkageTypeValues, camel: 'linkageType' },
  fallback_order: { type: 'int32', camel: 'fallbackOrder' },
})

export interface GatewayEndpointTag {
  key?: string
  value?: string
}
export const GatewayEndpointTag: Message<GatewayEndpointTag> = /* @__PURE__ */ message('GatewayEndpointTag', {
  key: { type: 'string' },
  value: { type: 'string' },
})

export interface GatewayGuardrail {
  guardrail_id?: string
  name?: string
  scorer?: Scorer
  stage?: GuardrailStage
  action?: GuardrailAction
  action_endpoint_id?: string
  created_by?: string
  created_at?: Int64
  last_updated_by?: string
  last_updated_at?: Int64
}
export const GatewayGuardrail: Message<GatewayGuardrail> = /* @__PURE__ */ message('GatewayGuardrail', {
  guardrail_id: { type: 'string', camel: 'guardrailId' },
  name: { type: 'string' },
  scorer: { type: 'message', message: () => Scorer },
  stage: { type: 'enum', values: GuardrailStageValues },
  action: { type: 'enum', values: GuardrailActionValues },
  action_endpoint_id: { type: 'string', camel: 'actionEndpointId' },
  created_by: { type: 'string', camel: 'createdBy' },
  created_at: { type: 'int64', camel: 'createdAt' },
  last_updated_by: { type: 'string', camel: 'lastUpdatedBy' },
  last_updated_at: { type: 'int64', camel: 'lastUpdatedAt' },
})

export interface GatewayGuardrailConfig {
  endpoint_id?: string
  guardrail_id?: string
  execution_order?: Int64
  created_by?: string
  created_at?: Int64
  guardrail?: GatewayGuardrail
}
export const GatewayGuardrailConfig: Message<GatewayGuardrailConfig> = /* @__PURE__ */ message('GatewayGuardrailConfig', {
  endpoint_id: { type: 'string', camel: 'endpointId' },
  guardrail_id: { type: 'string', camel: 'guardrailId' },
  execution_order: { type: 'int64', camel: 'executionOrder' },
  created_by: { type: 'string', camel: 'createdBy' },
  created_at: { type: 'int64', camel: 'createdAt' },
  guardrail: { type: 'message', message: () => GatewayGuardrail },
})

export interface GatewayModelDefinition {
  model_definition_id?: string
  name?: string
  secret_id?: string
  secret_name?: string
  provider?: string
  model_name?: string
  created_at?: Int64
  last_updated_at?: Int64
  created_by?: string
  last_updated_by?: string
}
export const GatewayModelDefinition: Message<GatewayModelDefinition> = /* @__PURE__ */ message('GatewayModelDefinition', {
  model_definition_id: { type: 'string', camel: 'modelDefinitionId' },
  name: { type: 'string' },
  secret_id: { type: 'string', camel: 'secretId' },
  secret_name: { type: 'string', camel: 'secretName' },
  provider: { type: 'string' },
  model_name: { type: 'string', camel: 'modelName' },
  created_at: { type: 'int64', camel: 'createdAt' },
  last_updated_at: { type: 'int64', camel: 'lastUpdatedAt' },
  created_by: { type: 'string', camel: 'createdBy' },
  last_updated_by: { type: 'string', camel: 'lastUpdatedBy' },
})

export interface GatewaySecretInfo {
  secret_id?: string
  secret_name?: string
  masked_values?: Record<string, string>
  created_at?: Int64
  last_updated_at?: Int64
  provider?: string
  created_by?: string
  last_updated_by?: string
  auth_config?: Record<string, string>
}
export const GatewaySecretInfo: Message<GatewaySecretInfo> = /* @__PURE__ */ message('GatewaySecretInfo', {
  secret_id: { type: 'string', camel: 'secretId' },
  secret_name: { type: 'string', camel: 'secretName' },
  masked_values: { type: 'map', camel: 'maskedValues' },
  created_at: { type: 'int64', camel: 'createdAt' },
  last_updated_at: { type: 'int64', camel: 'lastUpdatedAt' },
  provider: { type: 'string' },
  created_by: { type: 'string', camel: 'createdBy' },
  last_updated_by: { type: 'string', camel: 'lastUpdatedBy' },
  auth_config: { type: 'map', camel: 'authConfig' },
})

export interface GetAssessmentRequest {
  trace_id?: string
  assessment_id?: string
}
export const GetAssessmentRequest: Message<GetAssessmentRequest> = /* @__PURE__ */ message('GetAssessmentRequest', {
  trace_id: { type: 'string', camel: 'traceId' },
  assessment_id: { type: 'string', camel: 'assessmentId' },
})

export interface GetAssessmentRequestResponse {
  assessment?: AssessmentsAssessment
}
export const GetAssessmentRequestResponse: Message<GetAssessmentRequestResponse> = /* @__PURE__ */ message('GetAssessmentRequestResponse', {
  assessment: { type: 'message', message: () => AssessmentsAssessment },
})

export interface GetDataset {
  dataset_id?: string
  page_token?: string
}
export const GetDataset: Message<GetDataset> = /* @__PURE__ */ message('GetDataset', {
  dataset_id: { type: 'string', camel: 'datasetId' },
  page_token: { type: 'string', camel: 'pageToken' },
})

export interface GetDatasetResponse {
  dataset?: DatasetsDataset
  next_page_token?: string
}
export const GetDatasetResponse: Message<GetDatasetResponse> = /* @__PURE__ */ message('GetDatasetResponse', {
  dataset: { type: 'message', message: () => DatasetsDataset },
  next_page_token: { type: 'string', camel: 'nextPageToken' },
})

export interface GetDatasetExperimentIds {
  dataset_id?: string
}
export const GetDatasetExperimentIds: Message<GetDatasetExperimentIds> = /* @__PURE__ */ message('GetDatasetExperimentIds', {
  dataset_id: { type: 'string', camel: 'datasetId' },
})

export interface GetDatasetExperimentIdsResponse {
  experiment_ids?: string[]
}
export const GetDatasetExperimentIdsResponse: Message<GetDatasetExperimentIdsResponse> = /* @__PURE__ */ message('GetDatasetExperimentIdsResponse', {
  experiment_ids: { type: 'string', repeated: true, camel: 'experimentIds' },
})

export interface GetDatasetRecords {
  dataset_id?: string
  max_results?: number
  page_token?: string
}
export const GetDatasetRecords: Message<GetDatasetRecords> = /* @__PURE__ */ message('GetDatasetRecords', {
  dataset_id: { type: 'string', camel: 'datasetId' },
  max_results: { type: 'int32', camel: 'maxResults', default: 1000 },
  page_token: { type: 'string', camel: 'pageToken' },
})

export interface GetDatasetRecordsResponse {
  records?: string
  next_page_token?: string
}
export const GetDatasetRecordsResponse: Message<GetDatasetRecordsResponse> = /* @__PURE__ */ message('GetDatasetRecordsResponse', {
  records: { type: 'string' },
  next_page_token: { type: 'string', camel: 'nextPageToken' },
})

export interface GetExperiment {
  experiment_id?: string
}
export const GetExperiment: Message<GetExperiment> = /* @__PURE__ */ message('GetExperiment', {
  experiment_id: { type: 'string', camel: 'experimentId' },
})

export interface GetExperimentResponse {
  experiment?: Experiment
}
export const GetExperimentResponse: Message<GetExperimentResponse> = /* @__PURE__ */ message('GetExperimentResponse', {
  experiment: { type: 'message', message: () => Experiment },
})

export interface GetExperimentByName {
  experiment_name?: string
}
export const GetExperimentByName: Message<GetExperimentByName> = /* @__PURE__ */ message('GetExperimentByName', {
  experiment_name: { type: 'string', camel: 'experimentName' },
})

export interface GetExperimentByNameResponse {
  experiment?: Experiment
}
export const GetExperimentByNameResponse: Message<GetExperimentByNameResponse> = /* @__PURE__ */ message('GetExperimentByNameResponse', {
  experiment: { type: 'message', message: () => Experiment },
})

export interface GetGatewayBudgetPolicy {
  budget_policy_id?: string
}
export const GetGatewayBudgetPolicy: Message<GetGatewayBudgetPolicy> = /* @__PURE__ */ message('GetGatewayBudgetPolicy', {
  budget_policy_id: { type: 'string', camel: 'budgetPolicyId' },
})

export interface GetGatewayBudgetPolicyResponse {
  budget_policy?: GatewayBudgetPolicy
}
export const GetGatewayBudgetPolicyResponse: Message<GetGatewayBudgetPolicyResponse> = /* @__PURE__ */ message('GetGatewayBudgetPolicyResponse', {
  budget_policy: { type: 'message', message: () => GatewayBudgetPolicy, camel: 'budgetPolicy' },
})

export interface GetGatewayEndpoint {
  endpoint_id?: string
  name?: string
}
export const GetGatewayEndpoint: Message<GetGatewayEndpoint> = /* @__PURE__ */ message('GetGatewayEndpoint', {
  endpoint_id: { type: 'string', camel: 'endpointId' },
  name: { type: 'string' },
})

export interface GetGatewayEndpointResponse {
  endpoint?: GatewayEndpoint
}
export const GetGatewayEndpointResponse: Message<GetGatewayEndpointResponse> = /* @__PURE__ */ message('GetGatewayEndpointResponse', {
  endpoint: { type: 'message', message: () => GatewayEndpoint },
})

export interface GetGatewayGuardrail {
  guardrail_id?: string
}
export const GetGatewayGuardrail: Message<GetGatewayGuardrail> = /* @__PURE__ */ message('GetGatewayGuardrail', {
  guardrail_id: { type: 'string', camel: 'guardrailId' },
})

export interface GetGatewayGuardrailResponse {
  guardrail?: GatewayGuardrail
}
export const GetGatewayGuardrailResponse: Message<GetGatewayGuardrailResponse> = /* @__PURE__ */ message('GetGatewayGuardrailResponse', {
  guardrail: { type: 'message', message: () => GatewayGuardrail },
})

export interface GetGatewayModelDefinition {
  model_definition_id?: string
}
export const GetGatewayModelDefinition: Message<GetGatewayModelDefinition> = /* @__PURE__ */ message('GetGatewayModelDefinition', {
  model_definition_id: { type: 'string', camel: 'modelDefinitionId' },
})

export interface GetGatewayModelDefinitionResponse {
  model_definition?: GatewayModelDefinition
}
export const GetGatewayModelDefinitionResponse: Message<GetGatewayModelDefinitionResponse> = /* @__PURE__ */ message('GetGatewayModelDefinitionResponse', {
  model_definition: { type: 'message', message: () => GatewayModelDefinition, camel: 'modelDefinition' },
})

export interface GetGatewaySecretInfo {
  secret_id?: string
  secret_name?: string
}
export const GetGatewaySecretInfo: Message<GetGatewaySecretInfo> = /* @__PURE__ */ message('GetGatewaySecretInfo', {
  secret_id: { type: 'string', camel: 'secretId' },
  secret_name: { type: 'string', camel: 'secretName' },
})

export interface GetGatewaySecretInfoResponse {
  secret?: GatewaySecretInfo
}
export const GetGatewaySecretInfoResponse: Message<GetGatewaySecretInfoResponse> = /* @__PURE__ */ message('GetGatewaySecretInfoResponse', {
  secret: { type: 'message', message: () => GatewaySecretInfo },
})

export interface GetLatestVersions {
  name?: string
  stages?: string[]
}
export const GetLatestVersions: Message<GetLatestVersions> = /* @__PURE__ */ message('GetLatestVersions', {
  name: { type: 'string' },
  stages: { type: 'string', repeated: true },
})

export interface GetLatestVersionsResponse {
  model_versions?: ModelVersion[]
}
export const GetLatestVersionsResponse: Message<GetLatestVersionsResponse> = /* @__PURE__ */ message('GetLatestVersionsResponse', {
  model_versions: { type: 'message', message: () => ModelVersion, repeated: true, camel: 'modelVersions' },
})

export interface GetLoggedModel {
  model_id?: string
}
export const GetLoggedModel: Message<GetLoggedModel> = /* @__PURE__ */ message('GetLoggedModel', {
  model_id: { type: 'string', camel: 'modelId' },
})

export interface GetLoggedModelResponse {
  model?: LoggedModel
}
export const GetLoggedModelResponse: Message<GetLoggedModelResponse> = /* @__PURE__ */ message('GetLoggedModelResponse', {
  model: { type: 'message', message: () => LoggedModel },
})

export interface GetMetricHistory {
  run_uuid?: string
  metric_key?: string
  run_id?: string
  page_token?: string
  max_results?: number
}
export const GetMetricHistory: Message<GetMetricHistory> = /* @__PURE__ */ message('GetMetricHistory', {
  run_uuid: { type: 'string', camel: 'runUuid' },
  metric_key: { type: 'string', camel: 'metricKey' },
  run_id: { type: 'string', camel: 'runId' },
  page_token: { type: 'string', camel: 'pageToken' },
  max_results: { type: 'int32', camel: 'maxResults' },
})

export interface GetMetricHistoryResponse {
  metrics?: Metric[]
  next_page_token?: string
}
export const GetMetricHistoryResponse: Message<GetMetricHistoryResponse> = /* @__PURE__ */ message('GetMetricHistoryResponse', {
  metrics: { type: 'message', message: () => Metric, repeated: true },
  next_page_token: { type: 'string', camel: 'nextPageToken' },
})

export interface GetMetricHistoryBulkInterval {
  run_ids?: string[]
  metric_key?: string
  start_step?: number
  end_step?: number
  max_results?: number
}
export const GetMetricHistoryBulkInterval: Message<GetMetricHistoryBulkInterval> = /* @__PURE__ */ message('GetMetricHistoryBulkInterval', {
  run_ids: { type: 'string', repeated: true, camel: 'runIds' },
  metric_key: { type: 'string', camel: 'metricKey' },
  start_step: { type: 'int32', camel: 'startStep' },
  end_step: { type: 'int32', camel: 'endStep' },
  max_results: { type: 'int32', camel: 'maxResults' },
})

export interface GetMetricHistoryBulkIntervalResponse {
  metrics?: MetricWithRunId[]
}
export const GetMetricHistoryBulkIntervalResponse: Message<GetMetricHistoryBulkIntervalResponse> = /* @__PURE__ */ message('GetMetricHistoryBulkIntervalResponse', {
  metrics: { type: 'message', message: () => MetricWithRunId, repeated: true },
})

export interface GetModelVersion {
  name?: string
  version?: string
}
export const GetModelVersion: Message<GetModelVersion> = /* @__PURE__ */ message('GetModelVersion', {
  name: { type: 'string' },
  version: { type: 'string' },
})

export interface GetModelVersionResponse {
  model_version?: ModelVersion
}
export const GetModelVersionResponse: Message<GetModelVersionResponse> = /* @__PURE__ */ message('GetModelVersionResponse', {
  model_version: { type: 'message', message: () => ModelVersion, camel: 'modelVersion' },
})

export interface GetModelVersionByAlias {
  name?: string
  alias?: string
}
export const GetModelVersionByAlias: Message<GetModelVersionByAlias> = /* @__PURE__ */ message('GetModelVersionByAlias', {
  name: { type: 'string' },
  alias: { type: 'string' },
})

export interface GetModelVersionByAliasResponse {
  model_version?: ModelVersion
}
export const GetModelVersionByAliasResponse: Message<GetModelVersionByAliasResponse> = /* @__PURE__ */ message('GetModelVersionByAliasResponse', {
  model_version: { type: 'message', message: () => ModelVersion, camel: 'modelVersion' },
})

export interface GetModelVersionDownloadUri {
  name?: string
  version?: string
}
export const GetModelVersionDownloadUri: Message<GetModelVersionDownloadUri> = /* @__PURE__ */ message('GetModelVersionDownloadUri', {
  name: { type: 'string' },
  version: { type: 'string' },
})

export interface GetModelVersionDownloadUriResponse {
  artifact_uri?: string
}
export const GetModelVersionDownloadUriResponse: Message<GetModelVersionDownloadUriResponse> = /* @__PURE__ */ message('GetModelVersionDownloadUriResponse', {
  artifact_uri: { type: 'string', camel: 'artifactUri' },
})

export interface GetOnlineTraceDetails {
  trace_id?: string
  sql_warehouse_id?: string
  source_inference_table?: string
  source_databricks_request_id?: string
}
export const GetOnlineTraceDetails: Message<GetOnlineTraceDetails> = /* @__PURE__ */ message('GetOnlineTraceDetails', {
  trace_id: { type: 'string', camel: 'traceId' },
  sql_warehouse_id: { type: 'string', camel: 'sqlWarehouseId' },
  source_inference_table: { type: 'string', camel: 'sourceInferenceTable' },
  source_databricks_request_id: { type: 'string', camel: 'sourceDatabricksRequestId' },
})

export interface GetOnlineTraceDetailsResponse {
  trace_data?: string
}
export const GetOnlineTraceDetailsResponse: Message<GetOnlineTraceDetailsResponse> = /* @__PURE__ */ message('GetOnlineTraceDetailsResponse', {
  trace_data: { type: 'string', camel: 'traceData' },
})

export interface GetPromptOptimizationJob {
  job_id?: string
}
export const GetPromptOptimizationJob: Message<GetPromptOptimizationJob> = /* @__PURE__ */ message('GetPromptOptimizationJob', {
  job_id: { type: 'string', camel: 'jobId' },
})

export interface GetPromptOptimizationJobResponse {
  job?: PromptOptimizationJob
}
export const GetPromptOptimizationJobResponse: Message<GetPromptOptimizationJobResponse> = /* @__PURE__ */ message('GetPromptOptimizationJobResponse', {
  job: { type: 'message', message: () => PromptOptimizationJob },
})

export interface GetRegisteredModel {
  name?: string
}
export const GetRegisteredModel: Message<GetRegisteredModel> = /* @__PURE__ */ message('GetRegisteredModel', {
  name: { type: 'string' },
})

export interface GetRegisteredModelResponse {
  registered_model?: RegisteredModel
}
export const GetRegisteredModelResponse: Message<GetRegisteredModelResponse> = /* @__PURE__ */ message('GetRegisteredModelResponse', {
  registered_model: { type: 'message', message: () => RegisteredModel, camel: 'registeredModel' },
})

export interface GetRun {
  run_uuid?: string
  run_id?: string
}
export const GetRun: Message<GetRun> = /* @__PURE__ */ message('GetRun', {
  run_uuid: { type: 'string', camel: 'runUuid' },
  run_id: { type: 'string', camel: 'runId' },
})

export interface GetRunResponse {
  run?: Run
}
export const GetRunResponse: Message<GetRunResponse> = /* @__PURE__ */ message('GetRunResponse', {
  run: { type: 'message', message: () => Run },
})

export interface GetScorer {
  experiment_id?: string
  name?: string
  version?: number
}
export const GetScorer: Message<GetScorer> = /* @__PURE__ */ message('GetScorer', {
  experiment_id: { type: 'string', camel: 'experimentId' },
  name: { type: 'string' },
  version: { type: 'int32' },
})

export interface GetScorerResponse {
  scorer?: Scorer
}
export const GetScorerResponse: Message<GetScorerResponse> = /* @__PURE__ */ message('GetScorerResponse', {
  scorer: { type: 'message', message: () => Scorer },
})

export interface GetSecretsConfig {

}
export const GetSecretsConfig: Message<GetSecretsConfig> = /* @__PURE__ */ message('GetSecretsConfig', {

})

export interface GetSecretsConfigResponse {
  secrets_available?: boolean
}
export const GetSecretsConfigResponse: Message<GetSecretsConfigResponse> = /* @__PURE__ */ message('GetSecretsConfigResponse', {
  secrets_available: { type: 'bool', camel: 'secretsAvailable' },
})

export interface GetTrace {
  trace_id?: string
  allow_partial?: boolean
}
export const GetTrace: Message<GetTrace> = /* @__PURE__ */ message('GetTrace', {
  trace_id: { type: 'string', camel: 'traceId' },
  allow_partial: { type: 'bool', camel: 'allowPartial', default: false },
})

export interface GetTraceResponse {
  trace?: Trace
}
export const GetTraceResponse: Message<GetTraceResponse> = /* @__PURE__ */ message('GetTraceResponse', {
  trace: { type: 'message', message: () => Trace },
})

export interface GetTraceInfo {
  request_id?: string
}
export const GetTraceInfo: Message<GetTraceInfo> = /* @__PURE__ */ message('GetTraceInfo', {
  request_id: { type: 'string', camel: 'requestId' },
})

export interface GetTraceInfoResponse {
  trace_info?: TraceInfo
}
export const GetTraceInfoResponse: Message<GetTraceInfoResponse> = /* @__PURE__ */ message('GetTraceInfoResponse', {
  trace_info: { type: 'message', message: () => TraceInfo, camel: 'traceInfo' },
})

export interface GetTraceInfoV3 {
  trace_id?: string
}
export const GetTraceInfoV3: Message<GetTraceInfoV3> = /* @__PURE__ */ message('GetTraceInfoV3', {
  trace_id: { type: 'string', camel: 'traceId' },
})

export interface GetTraceInfoV3Response {
  trace?: Trace
}
export const GetTraceInfoV3Response: Message<GetTraceInfoV3Response> = /* @__PURE__ */ message('GetTraceInfoV3Response', {
  trace: { type: 'message', message: () => Trace },
})

export interface GetWebhook {
  webhook_id?: string
}
export const GetWebhook: Message<GetWebhook> = /* @__PURE__ */ message('GetWebhook', {
  webhook_id: { type: 'string', camel: 'webhookId' },
})

export interface GetWebhookResponse {
  webhook?: Webhook
}
export const GetWebhookResponse: Message<GetWebhookResponse> = /* @__PURE__ */ message('GetWebhookResponse', {
  webhook: { type: 'message', message: () => Webhook },
})

export interface GetWorkspace {
  workspace_name?: string
}
export const GetWorkspace: Message<GetWorkspace> = /* @__PURE__ */ message('GetWorkspace', {
  workspace_name: { type: 'string', camel: 'workspaceName' },
})

export interface GetWorkspaceResponse {
  workspace?: Workspace
}
export const GetWorkspaceResponse: Message<GetWorkspaceResponse> = /* @__PURE__ */ message('GetWorkspaceResponse', {
  workspace: { type: 'message', message: () => Workspace },
})

export interface InputTag {
  key?: string
  value?: string
}
export const InputTag: Message<InputTag> = /* @__PURE__ */ message('InputTag', {
  key: { type: 'string' },
  value: { type: 'string' },
})

export interface JobProgress {
  phase?: string
  completed?: Int64
  total?: Int64
  unit?: string
}
export const JobProgress: Message<JobProgress> = /* @__PURE__ */ message('JobProgress', {
  phase: { type: 'string' },
  completed: { type: 'int64' },
  total: { type: 'int64' },
  unit: { type: 'string' },
})

export interface JobState {
  status?: JobStatus
  error_message?: string
  metadata?: Record<string, string>
  status_message?: string
  progress?: JobProgress
  progress_updated_at?: Int64
}
export const JobState: Message<JobState> = /* @__PURE__ */ message('JobState', {
  status: { type: 'enum', values: JobStatusValues },
  error_message: { type: 'string', camel: 'errorMessage' },
  metadata: { type: 'map' },
  status_message: { type: 'string', camel: 'statusMessage' },
  progress: { type: 'message', message: () => JobProgress },
  progress_updated_at: { type: 'int64', camel: 'progressUpdatedAt' },
})

export interface LinkPromptsToTrace {
  trace_id?: string
  prompt_versions?: LinkPromptsToTracePromptVersionRef[]
}
export const LinkPromptsToTrace: Message<LinkPromptsToTrace> = /* @__PURE__ */ message('LinkPromptsToTrace', {
  trace_id: { type: 'string', camel: 'traceId' },
  prompt_versions: { type: 'message', message: () => LinkPromptsToTracePromptVersionRef, repeated: true, camel: 'promptVersions' },
})

export interface LinkPromptsToTracePromptVersionRef {
  name?: string
  version?: string
}
export const LinkPromptsToTracePromptVersionRef: Message<LinkPromptsToTracePromptVersionRef> = /* @__PURE__ */ message('LinkPromptsToTracePromptVersionRef', {
  name: { type: 'string' },
  version: { type: 'string' },
})

export interface LinkPromptsToTraceResponse {

}
export const LinkPromptsToTraceResponse: Message<LinkPromptsToTraceResponse> = /* @__PURE__ */ message('LinkPromptsToTraceResponse', {

})

export interface LinkTracesToRun {
  trace_ids?: string[]
  run_id?: string
}
export const LinkTracesToRun: Message<LinkTracesToRun> = /* @__PURE__ */ message('LinkTracesToRun', {
  trace_ids: { type: 'string', repeated: true, camel: 'traceIds' },
  run_id: { type: 'string', camel: 'runId' },
})

export interface LinkTracesToRunResponse {

}
export const LinkTracesToRunResponse: Message<LinkTracesToRunResponse> = /* @__PURE__ */ message('LinkTracesToRunResponse', {

})

export interface ListArtifacts {
  run_uuid?: string
  path?: string
  run_id?: string
  page_token?: string
}
export const ListArtifacts: Message<ListArtifacts> = /* @__PURE__ */ message('ListArtifacts', {
  run_uuid: { type: 'string', camel: 'runUuid' },
  path: { type: 'string' },
  run_id: { type: 'string', camel: 'runId' },
  page_token: { type: 'string', camel: 'pageToken' },
})

export interface ListArtifactsResponse {
  root_uri?: string
  files?: FileInfo[]
  next_page_token?: string
}
export const ListArtifactsResponse: Message<ListArtifactsResponse> = /* @__PURE__ */ message('ListArtifactsResponse', {
  root_uri: { type: 'string', camel: 'rootUri' },
  files: { type: 'message', message: () => FileInfo, repeated: true },
  next_page_token: { type: 'string', camel: 'nextPageToken' },
})

export interface ListEndpointGuardrailConfigs {
  endpoint_id?: string
}
export const ListEndpointGuardrailConfigs: Message<ListEndpointGuardrailConfigs> = /* @__PURE__ */ message('ListEndpointGuardrailConfigs', {
  endpoint_id: { type: 'string', camel: 'endpointId' },
})

export interface ListEndpointGuardrailConfigsResponse {
  configs?: GatewayGuardrailConfig[]
}
export const ListEndpointGuardrailConfigsResponse: Message<ListEndpointGuardrailConfigsResponse> = /* @__PURE__ */ message('ListEndpointGuardrailConfigsResponse', {
  configs: { type: 'message', message: () => GatewayGuardrailConfig, repeated: true },
})

export interface ListGatewayBudgetPolicies {
  max_results?: Int64
  page_token?: string
}
export const ListGatewayBudgetPolicies: Message<ListGatewayBudgetPolicies> = /* @__PURE__ */ message('ListGatewayBudgetPolicies', {
  max_results: { type: 'int64', camel: 'maxResults' },
  page_token: { type: 'string', camel: 'pageToken' },
})

export interface ListGatewayBudgetPoliciesResponse {
  budget_policies?: GatewayBudgetPolicy[]
  next_page_token?: string
}
export const ListGatewayBudgetPoliciesResponse: Message<ListGatewayBudgetPoliciesResponse> = /* @__PURE__ */ message('ListGatewayBudgetPoliciesResponse', {
  budget_policies: { type: 'message', message: () => GatewayBudgetPolicy, repeated: true, camel: 'budgetPolicies' },
  next_page_token: { type: 'string', camel: 'nextPageToken' },
})

export interface ListGatewayBudgetWindows {

}
export const ListGatewayBudgetWindows: Message<ListGatewayBudgetWindows> = /* @__PURE__ */ message('ListGatewayBudgetWindows', {

})

export interface ListGatewayBudgetWindowsBudgetWindow {
  budget_policy_id?: string
  window_start_ms?: Int64
  window_end_ms?: Int64
  current_spend?: Double
}
export const ListGatewayBudgetWindowsBudgetWindow: Message<ListGatewayBudgetWindowsBudgetWindow> = /* @__PURE__ */ message('ListGatewayBudgetWindowsBudgetWindow', {
  budget_policy_id: { type: 'string', camel: 'budgetPolicyId' },
  window_start_ms: { type: 'int64', camel: 'windowStartMs' },
  window_end_ms: { type: 'int64', camel: 'windowEndMs' },
  current_spend: { type: 'double', camel: 'currentSpend' },
})

export interface ListGatewayBudgetWindowsResponse {
  windows?: ListGatewayBudgetWindowsBudgetWindow[]
}
export const ListGatewayBudgetWindowsResponse: Message<ListGatewayBudgetWindowsResponse> = /* @__PURE__ */ message('ListGatewayBudgetWindowsResponse', {
  windows: { type: 'message', message: () => ListGatewayBudgetWindowsBudgetWindow, repeated: true },
})

export interface ListGatewayEndpointBindings {
  endpoint_id?: string
  resource_type?: string
  resource_id?: string
}
export const ListGatewayEndpointBindings: Message<ListGatewayEndpointBindings> = /* @__PURE__ */ message('ListGatewayEndpointBindings', {
  endpoint_id: { type: 'string', camel: 'endpointId' },
  resource_type: { type: 'string', camel: 'resourceType' },
  resource_id: { type: 'string', camel: 'resourceId' },
})

export interface ListGatewayEndpointBindingsResponse {
  bindings?: GatewayEndpointBinding[]
}
export const ListGatewayEndpointBindingsResponse: Message<ListGatewayEndpointBindingsResponse> = /* @__PURE__ */ message('ListGatewayEndpointBindingsResponse', {
  bindings: { type: 'message', message: () => GatewayEndpointBinding, repeated: true },
})

export interface ListGatewayEndpoints {
  provider?: string
  secret_id?: string
}
export const ListGatewayEndpoints: Message<ListGatewayEndpoints> = /* @__PURE__ */ message('ListGatewayEndpoints', {
  provider: { type: 'string' },
  secret_id: { type: 'string', camel: 'secretId' },
})

export interface ListGatewayEndpointsResponse {
  endpoints?: GatewayEndpoint[]
}
export const ListGatewayEndpointsResponse: Message<ListGatewayEndpointsResponse> = /* @__PURE__ */ message('ListGatewayEndpointsResponse', {
  endpoints: { type: 'message', message: () => GatewayEndpoint, repeated: true },
})

export interface ListGatewayGuardrails {
  max_results?: Int64
  page_token?: string
}
export const ListGatewayGuardrails: Message<ListGatewayGuardrails> = /* @__PURE__ */ message('ListGatewayGuardrails', {
  max_results: { type: 'int64', camel: 'maxResults' },
  page_token: { type: 'string', camel: 'pageToken' },
})

export interface ListGatewayGuardrailsResponse {
  guardrails?: GatewayGuardrail[]
  next_page_token?: string
}
export const ListGatewayGuardrailsResponse: Message<ListGatewayGuardrailsResponse> = /* @__PURE__ */ message('ListGatewayGuardrailsResponse', {
  guardrails: { type: 'message', message: () => GatewayGuardrail, repeated: true },
  next_page_token: { type: 'string', camel: 'nextPageToken' },
})

export interface ListGatewayModelDefinitions {
  provider?: string
  secret_id?: string
}
export const ListGatewayModelDefinitions: Message<ListGatewayModelDefinitions> = /* @__PURE__ */ message('ListGatewayModelDefinitions', {
  provider: { type: 'string' },
  secret_id: { type: 'string', camel: 'secretId' },
})

export interface ListGatewayModelDefinitionsResponse {
  model_definitions?: GatewayModelDefinition[]
}
export const ListGatewayModelDefinitionsResponse: Message<ListGatewayModelDefinitionsResponse> = /* @__PURE__ */ message('ListGatewayModelDefinitionsResponse', {
  model_definitions: { type: 'message', message: () => GatewayModelDefinition, repeated: true, camel: 'modelDefinitions' },
})

export interface ListGatewaySecretInfos {
  provider?: string
}
export const ListGatewaySecretInfos: Message<ListGatewaySecretInfos> = /* @__PURE__ */ message('ListGatewaySecretInfos', {
  provider: { type: 'string' },
})

export interface ListGatewaySecretInfosResponse {
  secrets?: GatewaySecretInfo[]
}
export const ListGatewaySecretInfosResponse: Message<ListGatewaySecretInfosResponse> = /* @__PURE__ */ message('ListGatewaySecretInfosResponse', {
  secrets: { type: 'message', message: () => GatewaySecretInfo, repeated: true },
})

export interface ListLoggedModelArtifacts {
  model_id?: string
  artifact_directory_path?: string
  page_token?: string
}
export const ListLoggedModelArtifacts: Message<ListLoggedModelArtifacts> = /* @__PURE__ */ message('ListLoggedModelArtifacts', {
  model_id: { type: 'string', camel: 'modelId' },
  artifact_directory_path: { type: 'string', camel: 'artifactDirectoryPath' },
  page_token: { type: 'string', camel: 'pageToken' },
})

export interface ListLoggedModelArtifactsResponse {
  root_uri?: string
  files?: FileInfo[]
  next_page_token?: string
}
export const ListLoggedModelArtifactsResponse: Message<ListLoggedModelArtifactsResponse> = /* @__PURE__ */ message('ListLoggedModelArtifactsResponse', {
  root_uri: { type: 'string', camel: 'rootUri' },
  files: { type: 'message', message: () => FileInfo, repeated: true },
  next_page_token: { type: 'string', camel: 'nextPageToken' },
})

export interface ListScorerVersions {
  experiment_id?: string
  name?: string
}
export const ListScorerVersions: Message<ListScorerVersions> = /* @__PURE__ */ message('ListScorerVersions', {
  experiment_id: { type: 'string', camel: 'experimentId' },
  name: { type: 'string' },
})

export interface ListScorerVersionsResponse {
  scorers?: Scorer[]
}
export const ListScorerVersionsResponse: Message<ListScorerVersionsResponse> = /* @__PURE__ */ message('ListScorerVersionsResponse', {
  scorers: { type: 'message', message: () => Scorer, repeated: true },
})

export interface ListScorers {
  experiment_id?: string
  experiment_ids?: string[]
}
export const ListScorers: Message<ListScorers> = /* @__PURE__ */ message('ListScorers', {
  experiment_id: { type: 'string', camel: 'experimentId' },
  experiment_ids: { type: 'string', repeated: true, camel: 'experimentIds' },
})

export interface ListScorersResponse {
  scorers?: Scorer[]
}
export const ListScorersResponse: Message<ListScorersResponse> = /* @__PURE__ */ message('ListScorersResponse', {
  scorers: { type: 'message', message: () => Scorer, repeated: true },
})

export interface ListWebhooks {
  max_results?: number
  page_token?: string
}
export const ListWebhooks: Message<ListWebhooks> = /* @__PURE__ */ message('ListWebhooks', {
  max_results: { type: 'int32', camel: 'maxResults', default: 100 },
  page_token: { type: 'string', camel: 'pageToken' },
})

export interface ListWebhooksResponse {
  webhooks?: Webhook[]
  next_page_token?: string
}
export const ListWebhooksResponse: Message<ListWebhooksResponse> = /* @__PURE__ */ message('ListWebhooksResponse', {
  webhooks: { type: 'message', message: () => Webhook, repeated: true },
  next_page_token: { type: 'string', camel: 'nextPageToken' },
})

export interface ListWorkspaces {

}
export const ListWorkspaces: Message<ListWorkspaces> = /* @__PURE__ */ message('ListWorkspaces', {

})

export interface ListWorkspacesResponse {
  workspaces?: Workspace[]
}
export const ListWorkspacesResponse: Message<ListWorkspacesResponse> = /* @__PURE__ */ message('ListWorkspacesResponse', {
  workspaces: { type: 'message', message: () => Workspace, repeated: true },
})

export interface LogBatch {
  run_id?: string
  metrics?: Metric[]
  params?: Param[]
  tags?: RunTag[]
}
export const LogBatch: Message<LogBatch> = /* @__PURE__ */ message('LogBatch', {
  run_id: { type: 'string', camel: 'runId' },
  metrics: { type: 'message', message: () => Metric, repeated: true },
  params: { type: 'message', message: () => Param, repeated: true },
  tags: { type: 'message', message: () => RunTag, repeated: true },
})

export interface LogBatchResponse {

}
export const LogBatchResponse: Message<LogBatchResponse> = /* @__PURE__ */ message('LogBatchResponse', {

})

export interface LogInputs {
  run_id?: string
  datasets?: DatasetInput[]
  models?: ModelInput[]
}
export const LogInputs: Message<LogInputs> = /* @__PURE__ */ message('LogInputs', {
  run_id: { type: 'string', camel: 'runId' },
  datasets: { type: 'message', message: () => DatasetInput, repeated: true },
  models: { type: 'message', message: () => ModelInput, repeated: true },
})

export interface LogInputsResponse {

}
export const LogInputsResponse: Message<LogInputsResponse> = /* @__PURE__ */ message('LogInputsResponse', {

})

export interface LogLoggedModelParamsRequest {
  model_id?: string
  params?: LoggedModelParameter[]
}
export const LogLoggedModelParamsRequest: Message<LogLoggedModelParamsRequest> = /* @__PURE__ */ message('LogLoggedModelParamsRequest', {
  model_id: { type: 'string', camel: 'modelId' },
  params: { type: 'message', message: () => LoggedModelParameter, repeated: true },
})

export interface LogLoggedModelParamsRequestResponse {

}
export const LogLoggedModelParamsRequestResponse: Message<LogLoggedModelParamsRequestResponse> = /* @__PURE__ */ message('LogLoggedModelParamsRequestResponse', {

})

export interface LogMetric {
  run_uuid?: string
  key?: string
  value?: Double
  timestamp?: Int64
  step?: Int64
  run_id?: string
  model_id?: string
  dataset_name?: string
  dataset_digest?: string
}
export const LogMetric: Message<LogMetric> = /* @__PURE__ */ message('LogMetric', {
  run_uuid: { type: 'string', camel: 'runUuid' },
  key: { type: 'string' },
  value: { type: 'double' },
  timestamp: { type: 'int64' },
  step: { type: 'int64', default: 0 },
  run_id: { type: 'string', camel: 'runId' },
  model_id: { type: 'string', camel: 'modelId' },
  dataset_name: { type: 'string', camel: 'datasetName' },
  dataset_digest: { type: 'string', camel: 'datasetDigest' },
})

export interface LogMetricResponse {

}
export const LogMetricResponse: Message<LogMetricResponse> = /* @__PURE__ */ message('LogMetricResponse', {

})

export interface LogModel {
  run_id?: string
  model_json?: string
}
export const LogModel: Message<LogModel> = /* @__PURE__ */ message('LogModel', {
  run_id: { type: 'string', camel: 'runId' },
  model_json: { type: 'string', camel: 'modelJson' },
})

export interface LogModelResponse {

}
export const LogModelResponse: Message<LogModelResponse> = /* @__PURE__ */ message('LogModelResponse', {

})

export interface LogOutputs {
  run_id?: string
  models?: ModelOutput[]
}
export const LogOutputs: Message<LogOutputs> = /* @__PURE__ */ message('LogOutputs', {
  run_id: { type: 'string', camel: 'runId' },
  models: { type: 'message', message: () => ModelOutput, repeated: true },
})

export interface LogOutputsResponse {

}
export const LogOutputsResponse: Message<LogOutputsResponse> = /* @__PURE__ */ message('LogOutputsResponse', {

})

export interface LogParam {
  run_uuid?: string
  key?: string
  value?: string
  run_id?: string
}
export const LogParam: Message<LogParam> = /* @__PURE__ */ message('LogParam', {
  run_uuid: { type: 'string', camel: 'runUuid' },
  key: { type: 'string' },
  value: { type: 'string' },
  run_id: { type: 'string', camel: 'runId' },
})

export interface LogParamResponse {

}
export const LogParamResponse: Message<LogParamResponse> = /* @__PURE__ */ message('LogParamResponse', {

})

export interface LoggedModel {
  info?: LoggedModelInfo
  data?: LoggedModelData
}
export const LoggedModel: Message<LoggedModel> = /* @__PURE__ */ message('LoggedModel', {
  info: { type: 'message', message: () => LoggedModelInfo },
  data: { type: 'message', message: () => LoggedModelData },
})

export interface LoggedModelData {
  params?: LoggedModelParameter[]
  metrics?: Metric[]
}
export const LoggedModelData: Message<LoggedModelData> = /* @__PURE__ */ message('LoggedModelData', {
  params: { type: 'message', message: () => LoggedModelParameter, repeated: true },
  metrics: { type: 'message', message: () => Metric, repeated: true },
})

export interface LoggedModelInfo {
  model_id?: string
  experiment_id?: string
  name?: string
  creation_timestamp_ms?: Int64
  last_updated_timestamp_ms?: Int64
  artifact_uri?: string
  status?: LoggedModelStatus
  creator_id?: Int64
  model_type?: string
  source_run_id?: string
  status_message?: string
  tags?: LoggedModelTag[]
  registrations?: LoggedModelRegistrationInfo[]
}
export const LoggedModelInfo: Message<LoggedModelInfo> = /* @__PURE__ */ message('LoggedModelInfo', {
  model_id: { type: 'string', camel: 'modelId' },
  experiment_id: { type: 'string', camel: 'experimentId' },
  name: { type: 'string' },
  creation_timestamp_ms: { type: 'int64', camel: 'creationTimestampMs' },
  last_updated_timestamp_ms: { type: 'int64', camel: 'lastUpdatedTimestampMs' },
  artifact_uri: { type: 'string', camel: 'artifactUri' },
  status: { type: 'enum', values: LoggedModelStatusValues },
  creator_id: { type: 'int64', camel: 'creatorId' },
  model_type: { type: 'string', camel: 'modelType' },
  source_run_id: { type: 'string', camel: 'sourceRunId' },
  status_message: { type: 'string', camel: 'statusMessage' },
  tags: { type: 'message', message: () => LoggedModelTag, repeated: true },
  registrations: { type: 'message', message: () => LoggedModelRegistrationInfo, repeated: true },
})

export interface LoggedModelParameter {
  key?: string
  value?: string
}
export const LoggedModelParameter: Message<LoggedModelParameter> = /* @__PURE__ */ message('LoggedModelParameter', {
  key: { type: 'string' },
  value: { type: 'string' },
})

export interface LoggedModelRegistrationInfo {
  name?: string
  version?: string
}
export const LoggedModelRegistrationInfo: Message<LoggedModelRegistrationInfo> = /* @__PURE__ */ message('LoggedModelRegistrationInfo', {
  name: { type: 'string' },
  version: { type: 'string' },
})

export interface LoggedModelTag {
  key?: string
  value?: string
}
export const LoggedModelTag: Message<LoggedModelTag> = /* @__PURE__ */ message('LoggedModelTag', {
  key: { type: 'string' },
  value: { type: 'string' },
})

export interface Metric {
  key?: string
  value?: Double
  timestamp?: Int64
  step?: Int64
  dataset_name?: string
  dataset_digest?: string
  model_id?: string
  run_id?: string
}
export const Metric: Message<Metric> = /* @__PURE__ */ message('Metric', {
  key: { type: 'string' },
  value: { type: 'double' },
  timestamp: { type: 'int64' },
  step: { type: 'int64', default: 0 },
  dataset_name: { type: 'string', camel: 'datasetName' },
  dataset_digest: { type: 'string', camel: 'datasetDigest' },
  model_id: { type: 'string', camel: 'modelId' },
  run_id: { type: 'string', camel: 'runId' },
})

export interface MetricAggregation {
  aggregation_type?: AggregationType
  percentile_value?: Double
}
export const MetricAggregation: Message<MetricAggregation> = /* @__PURE__ */ message('MetricAggregation', {
  aggregation_type: { type: 'enum', values: AggregationTypeValues, camel: 'aggregationType' },
  percentile_value: { type: 'double', camel: 'percentileValue' },
})

export interface MetricDataPoint {
  metric_name?: string
  dimensions?: Record<string, string>
  values?: Record<string, Double>
}
export const MetricDataPoint: Message<MetricDataPoint> = /* @__PURE__ */ message('MetricDataPoint', {
  metric_name: { type: 'string', camel: 'metricName' },
  dimensions: { type: 'map' },
  values: { type: 'map' },
})

export interface MetricWithRunId {
  key?: string
  value?: Double
  timestamp?: Int64
  step?: Int64
  run_id?: string
}
export const MetricWithRunId: Message<MetricWithRunId> = /* @__PURE__ */ message('MetricWithRunId', {
  key: { type: 'string' },
  value: { type: 'double' },
  timestamp: { type: 'int64' },
  step: { type: 'int64', default: 0 },
  run_id: { type: 'string', camel: 'runId' },
})

export interface ModelInput {
  model_id?: string
}
export const ModelInput: Message<ModelInput> = /* @__PURE__ */ message('ModelInput', {
  model_id: { type: 'string', camel: 'modelId' },
})

export interface ModelMetric {
  key?: string
  value?: Double
  timestamp?: Int64
  step?: Int64
  dataset_name?: string
  dataset_digest?: string
  model_id?: string
  run_id?: string
}
export const ModelMetric: Message<ModelMetric> = /* @__PURE__ */ message('ModelMetric', {
  key: { type: 'string' },
  value: { type: 'double' },
  timestamp: { type: 'int64' },
  step: { type: 'int64', default: 0 },
  dataset_name: { type: 'string', camel: 'datasetName' },
  dataset_digest: { type: 'string', camel: 'datasetDigest' },
  model_id: { type: 'string', camel: 'modelId' },
  run_id: { type: 'string', camel: 'runId' },
})

export interface ModelOutput {
  model_id?: string
  step?: Int64
}
export const ModelOutput: Message<ModelOutput> = /* @__PURE__ */ message('ModelOutput', {
  model_id: { type: 'string', camel: 'modelId' },
  step: { type: 'int64' },
})

export interface ModelParam {
  name?: string
  value?: string
}
export const ModelParam: Message<ModelParam> = /* @__PURE__ */ message('ModelParam', {
  name: { type: 'string' },
  value: { type: 'string' },
})

export interface ModelVersion {
  name?: string
  version?: string
  creation_timestamp?: Int64
  last_updated_timestamp?: Int64
  user_id?: string
  current_stage?: string
  description?: string
  source?: string
  run_id?: string
  status?: ModelVersionStatus
  status_message?: string
  tags?: ModelVersionTag[]
  run_link?: string
  aliases?: string[]
  model_id?: string
  model_params?: ModelParam[]
  model_metrics?: ModelMetric[]
  deployment_job_state?: ModelVersionDeploymentJobState
}
export const ModelVersion: Message<ModelVersion> = /* @__PURE__ */ message('ModelVersion', {
  name: { type: 'string' },
  version: { type: 'string' },
  creation_timestamp: { type: 'int64', camel: 'creationTimestamp' },
  last_updated_timestamp: { type: 'int64', camel: 'lastUpdatedTimestamp' },
  user_id: { type: 'string', camel: 'userId' },
  current_stage: { type: 'string', camel: 'currentStage' },
  description: { type: 'string' },
  source: { type: 'string' },
  run_id: { type: 'string', camel: 'runId' },
  status: { type: 'enum', values: ModelVersionStatusValues },
  status_message: { type: 'string', camel: 'statusMessage' },
  tags: { type: 'message', message: () => ModelVersionTag, repeated: true },
  run_link: { type: 'string', camel: 'runLink' },
  aliases: { type: 'string', repeated: true },
  model_id: { type: 'string', camel: 'modelId' },
  model_params: { type: 'message', message: () => ModelParam, repeated: true, camel: 'modelParams' },
  model_metrics: { type: 'message', message: () => ModelMetric, repeated: true, camel: 'modelMetrics' },
  deployment_job_state: { type: 'message', message: () => ModelVersionDeploymentJobState, camel: 'deploymentJobState' },
})

export interface ModelVersionDeploymentJobState {
  job_id?: string
  run_id?: string
  job_state?: DeploymentJobConnectionState
  run_state?: ModelVersionDeploymentJobStateDeploymentJobRunState
  current_task_name?: string
}
export const ModelVersionDeploymentJobState: Message<ModelVersionDeploymentJobState> = /* @__PURE__ */ message('ModelVersionDeploymentJobState', {
  job_id: { type: 'string', camel: 'jobId' },
  run_id: { type: 'string', camel: 'runId' },
  job_state: { type: 'enum', values: DeploymentJobConnectionStateValues, camel: 'jobState' },
  run_state: { type: 'enum', values: ModelVersionDeploymentJobStateDeploymentJobRunStateValues, camel: 'runState' },
  current_task_name: { type: 'string', camel: 'currentTaskName' },
})

export interface ModelVersionTag {
  key?: string
  value?: string
}
export const ModelVersionTag: Message<ModelVersionTag> = /* @__PURE__ */ message('ModelVersionTag', {
  key: { type: 'string' },
  value: { type: 'string' },
})

export interface Param {
  key?: string
  value?: string
}
export const Param: Message<Param> = /* @__PURE__ */ message('Param', {
  key: { type: 'string' },
  value: { type: 'string' },
})

export interface PromptOptimizationJob {
  job_id?: string
  run_id?: string
  state?: JobState
  experiment_id?: string
  source_prompt_uri?: string
  optimized_prompt_uri?: string
  config?: PromptOptimizationJobConfig
  creation_timestamp_ms?: Int64
  completion_timestamp_ms?: Int64
  tags?: PromptOptimizationJobTag[]
  initial_eval_scores?: Record<string, Double>
  final_eval_scores?: Record<string, Double>
}
export const PromptOptimizationJob: Message<PromptOptimizationJob> = /* @__PURE__ */ message('PromptOptimizationJob', {
  job_id: { type: 'string', camel: 'jobId' },
  run_id: { type: 'string', camel: 'runId' },
  state: { type: 'message', message: () => JobState },
  experiment_id: { type: 'string', camel: 'experimentId' },
  source_prompt_uri: { type: 'string', camel: 'sourcePromptUri' },
  optimized_prompt_uri: { type: 'string', camel: 'optimizedPromptUri' },
  config: { type: 'message', message: () => PromptOptimizationJobConfig },
  creation_timestamp_ms: { type: 'int64', camel: 'creationTimestampMs' },
  completion_timestamp_ms: { type: 'int64', camel: 'completionTimestampMs' },
  tags: { type: 'message', message: () => PromptOptimizationJobTag, repeated: true },
  initial_eval_scores: { type: 'map', camel: 'initialEvalScores' },
  final_eval_scores: { type: 'map', camel: 'finalEvalScores' },
})

export interface PromptOptimizationJobConfig {
  optimizer_type?: OptimizerType
  dataset_id?: string
  scorers?: string[]
  optimizer_config_json?: string
}
export const PromptOptimizationJobConfig: Message<PromptOptimizationJobConfig> = /* @__PURE__ */ message('PromptOptimizationJobConfig', {
  optimizer_type: { type: 'enum', values: OptimizerTypeValues, camel: 'optimizerType' },
  dataset_id: { type: 'string', camel: 'datasetId' },
  scorers: { type: 'string', repeated: true },
  optimizer_config_json: { type: 'string', camel: 'optimizerConfigJson' },
})

export interface PromptOptimizationJobTag {
  key?: string
  value?: string
}
export const PromptOptimizationJobTag: Message<PromptOptimizationJobTag> = /* @__PURE__ */ message('PromptOptimizationJobTag', {
  key: { type: 'string' },
  value: { type: 'string' },
})

export interface QueryTraceMetrics {
  experiment_ids?: string[]
  view_type?: MetricViewType
  metric_name?: string
  aggregations?: MetricAggregation[]
  dimensions?: string[]
  filters?: string[]
  time_interval_seconds?: Int64
  start_time_ms?: Int64
  end_time_ms?: Int64
  max_results?: number
  page_token?: string
}
export const QueryTraceMetrics: Message<QueryTraceMetrics> = /* @__PURE__ */ message('QueryTraceMetrics', {
  experiment_ids: { type: 'string', repeated: true, camel: 'experimentIds' },
  view_type: { type: 'enum', values: MetricViewTypeValues, camel: 'viewType' },
  metric_name: { type: 'string', camel: 'metricName' },
  aggregations: { type: 'message', message: () => MetricAggregation, repeated: true },
  dimensions: { type: 'string', repeated: true },
  filters: { type: 'string', repeated: true },
  time_interval_seconds: { type: 'int64', camel: 'timeIntervalSeconds' },
  start_time_ms: { type: 'int64', camel: 'startTimeMs' },
  end_time_ms: { type: 'int64', camel: 'endTimeMs' },
  max_results: { type: 'int32', camel: 'maxResults', default: 1000 },
  page_token: { type: 'string', camel: 'pageToken' },
})

export interface QueryTraceMetricsResponse {
  data_points?: MetricDataPoint[]
  next_page_token?: string
}
export const QueryTraceMetricsResponse: Message<QueryTraceMetricsResponse> = /* @__PURE__ */ message('QueryTraceMetricsResponse', {
  data_points: { type: 'message', message: () => MetricDataPoint, repeated: true, camel: 'dataPoints' },
  next_page_token: { type: 'string', camel: 'nextPageToken' },
})

export interface RegisterScorer {
  experiment_id?: string
  name?: string
  serialized_scorer?: string
}
export const RegisterScorer: Message<RegisterScorer> = /* @__PURE__ */ message('RegisterScorer', {
  experiment_id: { type: 'string', camel: 'experimentId' },
  name: { type: 'string' },
  serialized_scorer: { type: 'string', camel: 'serializedScorer' },
})

export interface RegisterScorerResponse {
  version?: number
  scorer_id?: string
  experiment_id?: string
  name?: string
  serialized_scorer?: string
  creation_time?: Int64
}
export const RegisterScorerResponse: Message<RegisterScorerResponse> = /* @__PURE__ */ message('RegisterScorerResponse', {
  version: { type: 'int32' },
  scorer_id: { type: 'string', camel: 'scorerId' },
  experiment_id: { type: 'string', camel: 'experimentId' },
  name: { type: 'string' },
  serialized_scorer: { type: 'string', camel: 'serializedScorer' },
  creation_time: { type: 'int64', camel: 'creationTime' },
})

export interface RegisteredModel {
  name?: string
  creation_timestamp?: Int64
  last_updated_timestamp?: Int64
  user_id?: string
  description?: string
  latest_versions?: ModelVersion[]
  tags?: RegisteredModelTag[]
  aliases?: RegisteredModelAlias[]
  deployment_job_id?: string
  deployment_job_state?: DeploymentJobConnectionState
}
export const RegisteredModel: Message<RegisteredModel> = /* @__PURE__ */ message('RegisteredModel', {
  name: { type: 'string' },
  creation_timestamp: { type: 'int64', camel: 'creationTimestamp' },
  last_updated_timestamp: { type: 'int64', camel: 'lastUpdatedTimestamp' },
  user_id: { type: 'string', camel: 'userId' },
  description: { type: 'string' },
  latest_versions: { type: 'message', message: () => ModelVersion, repeated: true, camel: 'latestVersions' },
  tags: { type: 'message', message: () => RegisteredModelTag, repeated: true },
  aliases: { type: 'message', message: () => RegisteredModelAlias, repeated: true },
  deployment_job_id: { type: 'string', camel: 'deploymentJobId' },
  deployment_job_state: { type: 'enum', values: DeploymentJobConnectionStateValues, camel: 'deploymentJobState' },
})

export interface RegisteredModelAlias {
  alias?: string
  version?: string
}
export const RegisteredModelAlias: Message<RegisteredModelAlias> = /* @__PURE__ */ message('RegisteredModelAlias', {
  alias: { type: 'string' },
  version: { type: 'string' },
})

export interface RegisteredModelTag {
  key?: string
  value?: string
}
export const RegisteredModelTag: Message<RegisteredModelTag> = /* @__PURE__ */ message('RegisteredModelTag', {
  key: { type: 'string' },
  value: { type: 'string' },
})

export interface RemoveDatasetFromExperiments {
  dataset_id?: string
  experiment_ids?: string[]
}
export const RemoveDatasetFromExperiments: Message<RemoveDatasetFromExperiments> = /* @__PURE__ */ message('RemoveDatasetFromExperiments', {
  dataset_id: { type: 'string', camel: 'datasetId' },
  experiment_ids: { type: 'string', repeated: true, camel: 'experimentIds' },
})

export interface RemoveDatasetFromExperimentsResponse {
  dataset?: DatasetsDataset
}
export const RemoveDatasetFromExperimentsResponse: Message<RemoveDatasetFromExperimentsResponse> = /* @__PURE__ */ message('RemoveDatasetFromExperimentsResponse', {
  dataset: { type: 'message', message: () => DatasetsDataset },
})

export interface RemoveGuardrailFromEndpoint {
  endpoint_id?: string
  guardrail_id?: string
}
export const RemoveGuardrailFromEndpoint: Message<RemoveGuardrailFromEndpoint> = /* @__PURE__ */ message('RemoveGuardrailFromEndpoint', {
  endpoint_id: { type: 'string', camel: 'endpointId' },
  guardrail_id: { type: 'string', camel: 'guardrailId' },
})

export interface RemoveGuardrailFromEndpointResponse {

}
export const RemoveGuardrailFromEndpointResponse: Message<RemoveGuardrailFromEndpointResponse> = /* @__PURE__ */ message('RemoveGuardrailFromEndpointResponse', {

})

export interface RenameRegisteredModel {
  name?: string
  new_name?: string
}
export const RenameRegisteredModel: Message<RenameRegisteredModel> = /* @__PURE__ */ message('RenameRegisteredModel', {
  name: { type: 'string' },
  new_name: { type: 'string', camel: 'newName' },
})

export interface RenameRegisteredModelResponse {
  registered_model?: RegisteredModel
}
export const RenameRegisteredModelResponse: Message<RenameRegisteredModelResponse> = /* @__PURE__ */ message('RenameRegisteredModelResponse', {
  registered_model: { type: 'message', message: () => RegisteredModel, camel: 'registeredModel' },
})

export interface RestoreExperiment {
  experiment_id?: string
}
export const RestoreExperiment: Message<RestoreExperiment> = /* @__PURE__ */ message('RestoreExperiment', {
  experiment_id: { type: 'string', camel: 'experimentId' },
})

export interface RestoreExperimentResponse {

}
export const RestoreExperimentResponse: Message<RestoreExperimentResponse> = /* @__PURE__ */ message('RestoreExperimentResponse', {

})

export interface RestoreRun {
  run_id?: string
}
export const RestoreRun: Message<RestoreRun> = /* @__PURE__ */ message('RestoreRun', {
  run_id: { type: 'string', camel: 'runId' },
})

export interface RestoreRunResponse {

}
export const RestoreRunResponse: Message<RestoreRunResponse> = /* @__PURE__ */ message('RestoreRunResponse', {

})

export interface Run {
  info?: RunInfo
  data?: RunData
  inputs?: RunInputs
  outputs?: RunOutputs
}
export const Run: Message<Run> = /* @__PURE__ */ message('Run', {
  info: { type: 'message', message: () => RunInfo },
  data: { type: 'message', message: () => RunData },
  inputs: { type: 'message', message: () => RunInputs },
  outputs: { type: 'message', message: () => RunOutputs },
})

export interface RunData {
  metrics?: Metric[]
  params?: Param[]
  tags?: RunTag[]
}
export const RunData: Message<RunData> = /* @__PURE__ */ message('RunData', {
  metrics: { type: 'message', message: () => Metric, repeated: true },
  params: { type: 'message', message: () => Param, repeated: true },
  tags: { type: 'message', message: () => RunTag, repeated: true },
})

export interface RunInfo {
  run_uuid?: string
  experiment_id?: string
  run_name?: string
  user_id?: string
  status?: RunStatus
  start_time?: Int64
  end_time?: Int64
  artifact_uri?: string
  lifecycle_stage?: string
  run_id?: string
}
export const RunInfo: Message<RunInfo> = /* @__PURE__ */ message('RunInfo', {
  run_uuid: { type: 'string', camel: 'runUuid' },
  experiment_id: { type: 'string', camel: 'experimentId' },
  run_name: { type: 'string', camel: 'runName' },
  user_id: { type: 'string', camel: 'userId' },
  status: { type: 'enum', values: RunStatusValues },
  start_time: { type: 'int64', camel: 'startTime' },
  end_time: { type: 'int64', camel: 'endTime' },
  artifact_uri: { type: 'string', camel: 'artifactUri' },
  lifecycle_stage: { type: 'string', camel: 'lifecycleStage' },
  run_id: { type: 'string', camel: 'runId' },
})

export interface RunInputs {
  dataset_inputs?: DatasetInput[]
  model_inputs?: ModelInput[]
}
export const RunInputs: Message<RunInputs> = /* @__PURE__ */ message('RunInputs', {
  dataset_inputs: { type: 'message', message: () => DatasetInput, repeated: true, camel: 'datasetInputs' },
  model_inputs: { type: 'message', message: () => ModelInput, repeated: true, camel: 'modelInputs' },
})

export interface RunOutputs {
  model_outputs?: ModelOutput[]
}
export const RunOutputs: Message<RunOutputs> = /* @__PURE__ */ message('RunOutputs', {
  model_outputs: { type: 'message', message: () => ModelOutput, repeated: true, camel: 'modelOutputs' },
})

export interface RunTag {
  key?: string
  value?: string
}
export const RunTag: Message<RunTag> = /* @__PURE__ */ message('RunTag', {
  key: { type: 'string' },
  value: { type: 'string' },
})

export interface Scorer {
  experiment_id?: number
  scorer_name?: string
  scorer_version?: number
  serialized_scorer?: string
  creation_time?: Int64
  scorer_id?: string
}
export const Scorer: Message<Scorer> = /* @__PURE__ */ message('Scorer', {
  experiment_id: { type: 'int32', camel: 'experimentId' },
  scorer_name: { type: 'string', camel: 'scorerName' },
  scorer_version: { type: 'int32', camel: 'scorerVersion' },
  serialized_scorer: { type: 'string', camel: 'serializedScorer' },
  creation_time: { type: 'int64', camel: 'creationTime' },
  scorer_id: { type: 'string', camel: 'scorerId' },
})

export interface SearchDatasets {
  experiment_ids?: string[]
}
export const SearchDatasets: Message<SearchDatasets> = /* @__PURE__ */ message('SearchDatasets', {
  experiment_ids: { type: 'string', repeated: true, camel: 'experimentIds' },
})

export interface SearchDatasetsResponse {
  dataset_summaries?: DatasetSummary[]
}
export const SearchDatasetsResponse: Message<SearchDatasetsResponse> = /* @__PURE__ */ message('SearchDatasetsResponse', {
  dataset_summaries: { type: 'message', message: () => DatasetSummary, repeated: true, camel: 'datasetSummaries' },
})

export interface SearchEvaluationDatasets {
  experiment_ids?: string[]
  filter_string?: string
  max_results?: number
  order_by?: string[]
  page_token?: string
}
export const SearchEvaluationDatasets: Message<SearchEvaluationDatasets> = /* @__PURE__ */ message('SearchEvaluationDatasets', {
  experiment_ids: { type: 'string', repeated: true, camel: 'experimentIds' },
  filter_string: { type: 'string', camel: 'filterString' },
  max_results: { type: 'int32', camel: 'maxResults', default: 1000 },
  order_by: { type: 'string', repeated: true, camel: 'orderBy' },
  page_token: { type: 'string', camel: 'pageToken' },
})

export interface SearchEvaluationDatasetsResponse {
  datasets?: DatasetsDataset[]
  next_page_token?: string
}
export const SearchEvaluationDatasetsResponse: Message<SearchEvaluationDatasetsResponse> = /* @__PURE__ */ message('SearchEvaluationDatasetsResponse', {
  datasets: { type: 'message', message: () => DatasetsDataset, repeated: true },
  next_page_token: { type: 'string', camel: 'nextPageToken' },
})

export interface SearchExperiments {
  max_results?: Int64
  page_token?: string
  filter?: string
  order_by?: string[]
  view_type?: ViewType
}
export const SearchExperiments: Message<SearchExperiments> = /* @__PURE__ */ message('SearchExperiments', {
  max_results: { type: 'int64', camel: 'maxResults' },
  page_token: { type: 'string', camel: 'pageToken' },
  filter: { type: 'string' },
  order_by: { type: 'string', repeated: true, camel: 'orderBy' },
  view_type: { type: 'enum', values: ViewTypeValues, camel: 'viewType' },
})

export interface SearchExperimentsResponse {
  experiments?: Experiment[]
  next_page_token?: string
}
export const SearchExperimentsResponse: Message<SearchExperimentsResponse> = /* @__PURE__ */ message('SearchExperimentsResponse', {
  experiments: { type: 'message', message: () => Experiment, repeated: true },
  next_page_token: { type: 'string', camel: 'nextPageToken' },
})

export interface SearchLoggedModels {
  experiment_ids?: string[]
  filter?: string
  max_results?: number
  order_by?: SearchLoggedModelsOrderBy[]
  page_token?: string
  datasets?: SearchLoggedModelsDataset[]
}
export const SearchLoggedModels: Message<SearchLoggedModels> = /* @__PURE__ */ message('SearchLoggedModels', {
  experiment_ids: { type: 'string', repeated: true, camel: 'experimentIds' },
  filter: { type: 'string' },
  max_results: { type: 'int32', camel: 'maxResults', default: 50 },
  order_by: { type: 'message', message: () => SearchLoggedModelsOrderBy, repeated: true, camel: 'orderBy' },
  page_token: { type: 'string', camel: 'pageToken' },
  datasets: { type: 'message', message: () => SearchLoggedModelsDataset, repeated: true },
})

export interface SearchLoggedModelsDataset {
  dataset_name?: string
  dataset_digest?: string
}
export const SearchLoggedModelsDataset: Message<SearchLoggedModelsDataset> = /* @__PURE__ */ message('SearchLoggedModelsDataset', {
  dataset_name: { type: 'string', camel: 'datasetName' },
  dataset_digest: { type: 'string', camel: 'datasetDigest' },
})

export interface SearchLoggedModelsOrderBy {
  field_name?: string
  ascending?: boolean
  dataset_name?: string
  dataset_digest?: string
}
export const SearchLoggedModelsOrderBy: Message<SearchLoggedModelsOrderBy> = /* @__PURE__ */ message('SearchLoggedModelsOrderBy', {
  field_name: { type: 'string', camel: 'fieldName' },
  ascending: { type: 'bool', default: true },
  dataset_name: { type: 'string', camel: 'datasetName' },
  dataset_digest: { type: 'string', camel: 'datasetDigest' },
})

export interface SearchLoggedModelsResponse {
  models?: LoggedModel[]
  next_page_token?: string
}
export const SearchLoggedModelsResponse: Message<SearchLoggedModelsResponse> = /* @__PURE__ */ message('SearchLoggedModelsResponse', {
  models: { type: 'message', message: () => LoggedModel, repeated: true },
  next_page_token: { type: 'string', camel: 'nextPageToken' },
})

export interface SearchModelVersions {
  filter?: string
  max_results?: Int64
  order_by?: string[]
  page_token?: string
}
export const SearchModelVersions: Message<SearchModelVersions> = /* @__PURE__ */ message('SearchModelVersions', {
  filter: { type: 'string' },
  max_results: { type: 'int64', camel: 'maxResults', default: 200000 },
  order_by: { type: 'string', repeated: true, camel: 'orderBy' },
  page_token: { type: 'string', camel: 'pageToken' },
})

export interface SearchModelVersionsResponse {
  model_versions?: ModelVersion[]
  next_page_token?: string
}
export const SearchModelVersionsResponse: Message<SearchModelVersionsResponse> = /* @__PURE__ */ message('SearchModelVersionsResponse', {
  model_versions: { type: 'message', message: () => ModelVersion, repeated: true, camel: 'modelVersions' },
  next_page_token: { type: 'string', camel: 'nextPageToken' },
})

export interface SearchPromptOptimizationJobs {
  experiment_id?: string
}
export const SearchPromptOptimizationJobs: Message<SearchPromptOptimizationJobs> = /* @__PURE__ */ message('SearchPromptOptimizationJobs', {
  experiment_id: { type: 'string', camel: 'experimentId' },
})

export interface SearchPromptOptimizationJobsResponse {
  jobs?: PromptOptimizationJob[]
}
export const SearchPromptOptimizationJobsResponse: Message<SearchPromptOptimizationJobsResponse> = /* @__PURE__ */ message('SearchPromptOptimizationJobsResponse', {
  jobs: { type: 'message', message: () => PromptOptimizationJob, repeated: true },
})

export interface SearchRegisteredModels {
  filter?: string
  max_results?: Int64
  order_by?: string[]
  page_token?: string
}
export const SearchRegisteredModels: Message<SearchRegisteredModels> = /* @__PURE__ */ message('SearchRegisteredModels', {
  filter: { type: 'string' },
  max_results: { type: 'int64', camel: 'maxResults', default: 100 },
  order_by: { type: 'string', repeated: true, camel: 'orderBy' },
  page_token: { type: 'string', camel: 'pageToken' },
})

export interface SearchRegisteredModelsResponse {
  registered_models?: RegisteredModel[]
  next_page_token?: string
}
export const SearchRegisteredModelsResponse: Message<SearchRegisteredModelsResponse> = /* @__PURE__ */ message('SearchRegisteredModelsResponse', {
  registered_models: { type: 'message', message: () => RegisteredModel, repeated: true, camel: 'registeredModels' },
  next_page_token: { type: 'string', camel: 'nextPageToken' },
})

export interface SearchRuns {
  experiment_ids?: string[]
  run_view_type?: ViewType
  filter?: string
  max_results?: number
  order_by?: string[]
  page_token?: string
}
export const SearchRuns: Message<SearchRuns> = /* @__PURE__ */ message('SearchRuns', {
  experiment_ids: { type: 'string', repeated: true, camel: 'experimentIds' },
  run_view_type: { type: 'enum', values: ViewTypeValues, camel: 'runViewType', default: "ACTIVE_ONLY" },
  filter: { type: 'string' },
  max_results: { type: 'int32', camel: 'maxResults', default: 1000 },
  order_by: { type: 'string', repeated: true, camel: 'orderBy' },
  page_token: { type: 'string', camel: 'pageToken' },
})

export interface SearchRunsResponse {
  runs?: Run[]
  next_page_token?: string
}
export const SearchRunsResponse: Message<SearchRunsResponse> = /* @__PURE__ */ message('SearchRunsResponse', {
  runs: { type: 'message', message: () => Run, repeated: true },
  next_page_token: { type: 'string', camel: 'nextPageToken' },
})

export interface SearchTraces {
  experiment_ids?: string[]
  filter?: string
  max_results?: number
  order_by?: string[]
  page_token?: string
}
export const SearchTraces: Message<SearchTraces> = /* @__PURE__ */ message('SearchTraces', {
  experiment_ids: { type: 'string', repeated: true, camel: 'experimentIds' },
  filter: { type: 'string' },
  max_results: { type: 'int32', camel: 'maxResults', default: 100 },
  order_by: { type: 'string', repeated: true, camel: 'orderBy' },
  page_token: { type: 'string', camel: 'pageToken' },
})

export interface SearchTracesResponse {
  traces?: TraceInfo[]
  next_page_token?: string
}
export const SearchTracesResponse: Message<SearchTracesResponse> = /* @__PURE__ */ message('SearchTracesResponse', {
  traces: { type: 'message', message: () => TraceInfo, repeated: true },
  next_page_token: { type: 'string', camel: 'nextPageToken' },
})

export interface SearchTracesV3 {
  locations?: TraceLocation[]
  filter?: string
  max_results?: number
  order_by?: string[]
  page_token?: string
}
export const SearchTracesV3: Message<SearchTracesV3> = /* @__PURE__ */ message('SearchTracesV3', {
  locations: { type: 'message', message: () => TraceLocation, repeated: true },
  filter: { type: 'string' },
  max_results: { type: 'int32', camel: 'maxResults', default: 100 },
  order_by: { type: 'string', repeated: true, camel: 'orderBy' },
  page_token: { type: 'string', camel: 'pageToken' },
})

export interface SearchTracesV3Response {
  traces?: TraceInfoV3[]
  next_page_token?: string
}
export const SearchTracesV3Response: Message<SearchTracesV3Response> = /* @__PURE__ */ message('SearchTracesV3Response', {
  traces: { type: 'message', message: () => TraceInfoV3, repeated: true },
  next_page_token: { type: 'string', camel: 'nextPageToken' },
})

export interface SearchUnifiedTraces {
  model_id?: string
  sql_warehouse_id?: string
  experiment_ids?: string[]
  filter?: string
  max_results?: number
  order_by?: string[]
  page_token?: string
}
export const SearchUnifiedTraces: Message<SearchUnifiedTraces> = /* @__PURE__ */ message('SearchUnifiedTraces', {
  model_id: { type: 'string', camel: 'modelId' },
  sql_warehouse_id: { type: 'string', camel: 'sqlWarehouseId' },
  experiment_ids: { type: 'string', repeated: true, camel: 'experimentIds' },
  filter: { type: 'string' },
  max_results: { type: 'int32', camel: 'maxResults', default: 100 },
  order_by: { type: 'string', repeated: true, camel: 'orderBy' },
  page_token: { type: 'string', camel: 'pageToken' },
})

export interface SearchUnifiedTracesResponse {
  traces?: TraceInfo[]
  next_page_token?: string
}
export const SearchUnifiedTracesResponse: Message<SearchUnifiedTracesResponse> = /* @__PURE__ */ message('SearchUnifiedTracesResponse', {
  traces: { type: 'message', message: () => TraceInfo, repeated: true },
  next_page_token: { type: 'string', camel: 'nextPageToken' },
})

export interface SetDatasetTags {
  dataset_id?: string
  tags?: string
}
export const SetDatasetTags: Message<SetDatasetTags> = /* @__PURE__ */ message('SetDatasetTags', {
  dataset_id: { type: 'string', camel: 'datasetId' },
  tags: { type: 'string' },
})

export interface SetDatasetTagsResponse {
  dataset?: DatasetsDataset
}
export const SetDatasetTagsResponse: Message<SetDatasetTagsResponse> = /* @__PURE__ */ message('SetDatasetTagsResponse', {
  dataset: { type: 'message', message: () => DatasetsDataset },
})

export interface SetExperimentTag {
  experiment_id?: string
  key?: string
  value?: string
}
export const SetExperimentTag: Message<SetExperimentTag> = /* @__PURE__ */ message('SetExperimentTag', {
  experiment_id: { type: 'string', camel: 'experimentId' },
  key: { type: 'string' },
  value: { type: 'string' },
})

export interface SetExperimentTagResponse {

}
export const SetExperimentTagResponse: Message<SetExperimentTagResponse> = /* @__PURE__ */ message('SetExperimentTagResponse', {

})

export interface SetGatewayEndpointTag {
  endpoint_id?: string
  key?: string
  value?: string
}
export const SetGatewayEndpointTag: Message<SetGatewayEndpointTag> = /* @__PURE__ */ message('SetGatewayEndpointTag', {
  endpoint_id: { type: 'string', camel: 'endpointId' },
  key: { type: 'string' },
  value: { type: 'string' },
})

export interface SetGatewayEndpointTagResponse {

}
export const SetGatewayEndpointTagResponse: Message<SetGatewayEndpointTagResponse> = /* @__PURE__ */ message('SetGatewayEndpointTagResponse', {

})

export interface SetLoggedModelTags {
  model_id?: string
  tags?: LoggedModelTag[]
}
export const SetLoggedModelTags: Message<SetLoggedModelTags> = /* @__PURE__ */ message('SetLoggedModelTags', {
  model_id: { type: 'string', camel: 'modelId' },
  tags: { type: 'message', message: () => LoggedModelTag, repeated: true },
})

export interface SetLoggedModelTagsResponse {
  model?: LoggedModel
}
export const SetLoggedModelTagsResponse: Message<SetLoggedModelTagsResponse> = /* @__PURE__ */ message('SetLoggedModelTagsResponse', {
  model: { type: 'message', message: () => LoggedModel },
})

export interface SetModelVersionTag {
  name?: string
  version?: string
  key?: string
  value?: string
}
export const SetModelVersionTag: Message<SetModelVersionTag> = /* @__PURE__ */ message('SetModelVersionTag', {
  name: { type: 'string' },
  version: { type: 'string' },
  key: { type: 'string' },
  value: { type: 'string' },
})

export interface SetModelVersionTagResponse {

}
export const SetModelVersionTagResponse: Message<SetModelVersionTagResponse> = /* @__PURE__ */ message('SetModelVersionTagResponse', {

})

export interface SetRegisteredModelAlias {
  name?: string
  alias?: string
  version?: string
}
export const SetRegisteredModelAlias: Message<SetRegisteredModelAlias> = /* @__PURE__ */ message('SetRegisteredModelAlias', {
  name: { type: 'string' },
  alias: { type: 'string' },
  version: { type: 'string' },
})

export interface SetRegisteredModelAliasResponse {

}
export const SetRegisteredModelAliasResponse: Message<SetRegisteredModelAliasResponse> = /* @__PURE__ */ message('SetRegisteredModelAliasResponse', {

})

export interface SetRegisteredModelTag {
  name?: string
  key?: string
  value?: string
}
export const SetRegisteredModelTag: Message<SetRegisteredModelTag> = /* @__PURE__ */ message('SetRegisteredModelTag', {
  name: { type: 'string' },
  key: { type: 'string' },
  value: { type: 'string' },
})

export interface SetRegisteredModelTagResponse {

}
export const SetRegisteredModelTagResponse: Message<SetRegisteredModelTagResponse> = /* @__PURE__ */ message('SetRegisteredModelTagResponse', {

})

export interface SetTag {
  run_uuid?: string
  key?: string
  value?: string
  run_id?: string
}
export const SetTag: Message<SetTag> = /* @__PURE__ */ message('SetTag', {
  run_uuid: { type: 'string', camel: 'runUuid' },
  key: { type: 'string' },
  value: { type: 'string' },
  run_id: { type: 'string', camel: 'runId' },
})

export interface SetTagResponse {

}
export const SetTagResponse: Message<SetTagResponse> = /* @__PURE__ */ message('SetTagResponse', {

})

export interface SetTraceTag {
  request_id?: string
  key?: string
  value?: string
}
export const SetTraceTag: Message<SetTraceTag> = /* @__PURE__ */ message('SetTraceTag', {
  request_id: { type: 'string', camel: 'requestId' },
  key: { type: 'string' },
  value: { type: 'string' },
})

export interface SetTraceTagResponse {

}
export const SetTraceTagResponse: Message<SetTraceTagResponse> = /* @__PURE__ */ message('SetTraceTagResponse', {

})

export interface SetTraceTagV3 {
  key?: string
  value?: string
  trace_id?: string
}
export const SetTraceTagV3: Message<SetTraceTagV3> = /* @__PURE__ */ message('SetTraceTagV3', {
  key: { type: 'string' },
  value: { type: 'string' },
  trace_id: { type: 'string', camel: 'traceId' },
})

export interface SetTraceTagV3Response {

}
export const SetTraceTagV3Response: Message<SetTraceTagV3Response> = /* @__PURE__ */ message('SetTraceTagV3Response', {

})

export interface StartTrace {
  experiment_id?: string
  timestamp_ms?: Int64
  request_metadata?: TraceRequestMetadata[]
  tags?: TraceTag[]
}
export const StartTrace: Message<StartTrace> = /* @__PURE__ */ message('StartTrace', {
  experiment_id: { type: 'string', camel: 'experimentId' },
  timestamp_ms: { type: 'int64', camel: 'timestampMs' },
  request_metadata: { type: 'message', message: () => TraceRequestMetadata, repeated: true, camel: 'requestMetadata' },
  tags: { type: 'message', message: () => TraceTag, repeated: true },
})

export interface StartTraceResponse {
  trace_info?: TraceInfo
}
export const StartTraceResponse: Message<StartTraceResponse> = /* @__PURE__ */ message('StartTraceResponse', {
  trace_info: { type: 'message', message: () => TraceInfo, camel: 'traceInfo' },
})

export interface StartTraceV3 {
  trace?: Trace
}
export const StartTraceV3: Message<StartTraceV3> = /* @__PURE__ */ message('StartTraceV3', {
  trace: { type: 'message', message: () => Trace },
})

export interface StartTraceV3Response {
  trace?: Trace
}
export const StartTraceV3Response: Message<StartTraceV3Response> = /* @__PURE__ */ message('StartTraceV3Response', {
  trace: { type: 'message', message: () => Trace },
})

export interface TestWebhook {
  webhook_id?: string
  event?: WebhookEvent
}
export const TestWebhook: Message<TestWebhook> = /* @__PURE__ */ message('TestWebhook', {
  webhook_id: { type: 'string', camel: 'webhookId' },
  event: { type: 'message', message: () => WebhookEvent },
})

export interface TestWebhookResponse {
  result?: WebhookTestResult
}
export const TestWebhookResponse: Message<TestWebhookResponse> = /* @__PURE__ */ message('TestWebhookResponse', {
  result: { type: 'message', message: () => WebhookTestResult },
})

export interface Trace {
  trace_info?: TraceInfoV3
  spans?: unknown[]
}
export const Trace: Message<Trace> = /* @__PURE__ */ message('Trace', {
  trace_info: { type: 'message', message: () => TraceInfoV3, camel: 'traceInfo' },
  spans: { type: 'any', repeated: true },
})

export interface TraceArchivalConfig {
  location?: string
  retention?: string
}
export const TraceArchivalConfig: Message<TraceArchivalConfig> = /* @__PURE__ */ message('TraceArchivalConfig', {
  location: { type: 'string' },
  retention: { type: 'string' },
})

export interface TraceInfo {
  request_id?: string
  experiment_id?: string
  timestamp_ms?: Int64
  execution_time_ms?: Int64
  status?: TraceStatus
  request_metadata?: TraceRequestMetadata[]
  tags?: TraceTag[]
}
export const TraceInfo: Message<TraceInfo> = /* @__PURE__ */ message('TraceInfo', {
  request_id: { type: 'string', camel: 'requestId' },
  experiment_id: { type: 'string', camel: 'experimentId' },
  timestamp_ms: { type: 'int64', camel: 'timestampMs' },
  execution_time_ms: { type: 'int64', camel: 'executionTimeMs' },
  status: { type: 'enum', values: TraceStatusValues },
  request_metadata: { type: 'message', message: () => TraceRequestMetadata, repeated: true, camel: 'requestMetadata' },
  tags: { type: 'message', message: () => TraceTag, repeated: true },
})

export interface TraceInfoV3 {
  trace_id?: string
  client_request_id?: string
  trace_location?: TraceLocation
  request?: string
  response?: string
  request_time?: unknown
  execution_duration?: unknown
  state?: TraceInfoV3State
  trace_metadata?: Record<string, string>
  assessments?: AssessmentsAssessment[]
  tags?: Record<string, string>
  request_preview?: string
  response_preview?: string
}
export const TraceInfoV3: Message<TraceInfoV3> = /* @__PURE__ */ message('TraceInfoV3', {
  trace_id: { type: 'string', camel: 'traceId' },
  client_request_id: { type: 'string', camel: 'clientRequestId' },
  trace_location: { type: 'message', message: () => TraceLocation, camel: 'traceLocation' },
  request: { type: 'string' },
  response: { type: 'string' },
  request_time: { type: 'any', camel: 'requestTime' },
  execution_duration: { type: 'any', camel: 'executionDuration' },
  state: { type: 'enum', values: TraceInfoV3StateValues },
  trace_metadata: { type: 'map', camel: 'traceMetadata' },
  assessments: { type: 'message', message: () => AssessmentsAssessment, repeated: true },
  tags: { type: 'map' },
  request_preview: { type: 'string', camel: 'requestPreview' },
  response_preview: { type: 'string', camel: 'responsePreview' },
})

export interface TraceLocation {
  type?: TraceLocationTraceLocationType
  mlflow_experiment?: TraceLocationMlflowExperimentLocation
  inference_table?: TraceLocationInferenceTableLocation
}
export const TraceLocation: Message<TraceLocation> = /* @__PURE__ */ message('TraceLocation', {
  type: { type: 'enum', values: TraceLocationTraceLocationTypeValues },
  mlflow_experiment: { type: 'message', message: () => TraceLocationMlflowExperimentLocation, camel: 'mlflowExperiment' },
  inference_table: { type: 'message', message: () => TraceLocationInferenceTableLocation, camel: 'inferenceTable' },
})

export interface TraceLocationInferenceTableLocation {
  full_table_name?: string
}
export const TraceLocationInferenceTableLocation: Message<TraceLocationInferenceTableLocation> = /* @__PURE__ */ message('TraceLocationInferenceTableLocation', {
  full_table_name: { type: 'string', camel: 'fullTableName' },
})

export interface TraceLocationMlflowExperimentLocation {
  experiment_id?: string
}
export const TraceLocationMlflowExperimentLocation: Message<TraceLocationMlflowExperimentLocation> = /* @__PURE__ */ message('TraceLocationMlflowExperimentLocation', {
  experiment_id: { type: 'string', camel: 'experimentId' },
})

export interface TraceRequestMetadata {
  key?: string
  value?: string
}
export const TraceRequestMetadata: Message<TraceRequestMetadata> = /* @__PURE__ */ message('TraceRequestMetadata', {
  key: { type: 'string' },
  value: { type: 'string' },
})

export interface TraceTag {
  key?: string
  value?: string
}
export const TraceTag: Message<TraceTag> = /* @__PURE__ */ message('TraceTag', {
  key: { type: 'string' },
  value: { type: 'string' },
})

export interface TransitionModelVersionStage {
  name?: string
  version?: string
  stage?: string
  archive_existing_versions?: boolean
}
export const TransitionModelVersionStage: Message<TransitionModelVersionStage> = /* @__PURE__ */ message('TransitionModelVersionStage', {
  name: { type: 'string' },
  version: { type: 'string' },
  stage: { type: 'string' },
  archive_existing_versions: { type: 'bool', camel: 'archiveExistingVersions' },
})

export interface TransitionModelVersionStageResponse {
  model_version?: ModelVersion
}
export const TransitionModelVersionStageResponse: Message<TransitionModelVersionStageResponse> = /* @__PURE__ */ message('TransitionModelVersionStageResponse', {
  model_version: { type: 'message', message: () => ModelVersion, camel: 'modelVersion' },
})

export interface UpdateAssessment {
  assessment?: AssessmentsAssessment
  update_mask?: unknown
}
export const UpdateAssessment: Message<UpdateAssessment> = /* @__PURE__ */ message('UpdateAssessment', {
  assessment: { type: 'message', message: () => AssessmentsAssessment },
  update_mask: { type: 'any', camel: 'updateMask' },
})

export interface UpdateAssessmentResponse {
  assessment?: AssessmentsAssessment
}
export const UpdateAssessmentResponse: Message<UpdateAssessmentResponse> = /* @__PURE__ */ message('UpdateAssessmentResponse', {
  assessment: { type: 'message', message: () => AssessmentsAssessment },
})

export interface UpdateEndpointGuardrailConfig {
  endpoint_id?: string
  guardrail_id?: string
  execution_order?: Int64
}
export const UpdateEndpointGuardrailConfig: Message<UpdateEndpointGuardrailConfig> = /* @__PURE__ */ message('UpdateEndpointGuardrailConfig', {
  endpoint_id: { type: 'string', camel: 'endpointId' },
  guardrail_id: { type: 'string', camel: 'guardrailId' },
  execution_order: { type: 'int64', camel: 'executionOrder' },
})

export interface UpdateEndpointGuardrailConfigResponse {
  config?: GatewayGuardrailConfig
}
export const UpdateEndpointGuardrailConfigResponse: Message<UpdateEndpointGuardrailConfigResponse> = /* @__PURE__ */ message('UpdateEndpointGuardrailConfigResponse', {
  config: { type: 'message', message: () => GatewayGuardrailConfig },
})

export interface UpdateExperiment {
  experiment_id?: string
  new_name?: string
}
export const UpdateExperiment: Message<UpdateExperiment> = /* @__PURE__ */ message('UpdateExperiment', {
  experiment_id: { type: 'string', camel: 'experimentId' },
  new_name: { type: 'string', camel: 'newName' },
})

export interface UpdateExperimentResponse {

}
export const UpdateExperimentResponse: Message<UpdateExperimentResponse> = /* @__PURE__ */ message('UpdateExperimentResponse', {

})

export interface UpdateGatewayBudgetPolicy {
  budget_policy_id?: string
  budget_unit?: BudgetUnit
  budget_amount?: Double
  duration?: BudgetDuration
  target_scope?: BudgetTargetScope
  budget_action?: BudgetAction
  updated_by?: string
  target_value?: string
}
export const UpdateGatewayBudgetPolicy: Message<UpdateGatewayBudgetPolicy> = /* @__PURE__ */ message('UpdateGatewayBudgetPolicy', {
  budget_policy_id: { type: 'string', camel: 'budgetPolicyId' },
  budget_unit: { type: 'enum', values: BudgetUnitValues, camel: 'budgetUnit' },
  budget_amount: { type: 'double', camel: 'budgetAmount' },
  duration: { type: 'message', message: () => BudgetDuration },
  target_scope: { type: 'enum', values: BudgetTargetScopeValues, camel: 'targetScope' },
  budget_action: { type: 'enum', values: BudgetActionValues, camel: 'budgetAction' },
  updated_by: { type: 'string', camel: 'updatedBy' },
  target_value: { type: 'string', camel: 'targetValue' },
})

export interface UpdateGatewayBudgetPolicyResponse {
  budget_policy?: GatewayBudgetPolicy
}
export const UpdateGatewayBudgetPolicyResponse: Message<UpdateGatewayBudgetPolicyResponse> = /* @__PURE__ */ message('UpdateGatewayBudgetPolicyResponse', {
  budget_policy: { type: 'message', message: () => GatewayBudgetPolicy, camel: 'budgetPolicy' },
})

export interface UpdateGatewayEndpoint {
  endpoint_id?: string
  name?: string
  updated_by?: string
  model_configs?: GatewayEndpointModelConfig[]
  routing_strategy?: RoutingStrategy
  fallback_config?: FallbackConfig
  experiment_id?: string
  usage_tracking?: boolean
}
export const UpdateGatewayEndpoint: Message<UpdateGatewayEndpoint> = /* @__PURE__ */ message('UpdateGatewayEndpoint', {
  endpoint_id: { type: 'string', camel: 'endpointId' },
  name: { type: 'string' },
  updated_by: { type: 'string', camel: 'updatedBy' },
  model_configs: { type: 'message', message: () => GatewayEndpointModelConfig, repeated: true, camel: 'modelConfigs' },
  routing_strategy: { type: 'enum', values: RoutingStrategyValues, camel: 'routingStrategy' },
  fallback_config: { type: 'message', message: () => FallbackConfig, camel: 'fallbackConfig' },
  experiment_id: { type: 'string', camel: 'experimentId' },
  usage_tracking: { type: 'bool', camel: 'usageTracking' },
})

export interface UpdateGatewayEndpointResponse {
  endpoint?: GatewayEndpoint
}
export const UpdateGatewayEndpointResponse: Message<UpdateGatewayEndpointResponse> = /* @__PURE__ */ message('UpdateGatewayEndpointResponse', {
  endpoint: { type: 'message', message: () => GatewayEndpoint },
})

export interface UpdateGatewayModelDefinition {
  model_definition_id?: string
  name?: string
  secret_id?: string
  model_name?: string
  updated_by?: string
  provider?: string
}
export const UpdateGatewayModelDefinition: Message<UpdateGatewayModelDefinition> = /* @__PURE__ */ message('UpdateGatewayModelDefinition', {
  model_definition_id: { type: 'string', camel: 'modelDefinitionId' },
  name: { type: 'string' },
  secret_id: { type: 'string', camel: 'secretId' },
  model_name: { type: 'string', camel: 'modelName' },
  updated_by: { type: 'string', camel: 'updatedBy' },
  provider: { type: 'string' },
})

export interface UpdateGatewayModelDefinitionResponse {
  model_definition?: GatewayModelDefinition
}
export const UpdateGatewayModelDefinitionResponse: Message<UpdateGatewayModelDefinitionResponse> = /* @__PURE__ */ message('UpdateGatewayModelDefinitionResponse', {
  model_definition: { type: 'message', message: () => GatewayModelDefinition, camel: 'modelDefinition' },
})

export interface UpdateGatewaySecret {
  secret_id?: string
  secret_value?: Record<string, string>
  auth_config?: Record<string, string>
  updated_by?: string
}
export const UpdateGatewaySecret: Message<UpdateGatewaySecret> = /* @__PURE__ */ message('UpdateGatewaySecret', {
  secret_id: { type: 'string', camel: 'secretId' },
  secret_value: { type: 'map', camel: 'secretValue' },
  auth_config: { type: 'map', camel: 'authConfig' },
  updated_by: { type: 'string', camel: 'updatedBy' },
})

export interface UpdateGatewaySecretResponse {
  secret?: GatewaySecretInfo
}
export const UpdateGatewaySecretResponse: Message<UpdateGatewaySecretResponse> = /* @__PURE__ */ message('UpdateGatewaySecretResponse', {
  secret: { type: 'message', message: () => GatewaySecretInfo },
})

export interface UpdateModelVersion {
  name?: string
  version?: string
  description?: string
}
export const UpdateModelVersion: Message<UpdateModelVersion> = /* @__PURE__ */ message('UpdateModelVersion', {
  name: { type: 'string' },
  version: { type: 'string' },
  description: { type: 'string' },
})

export interface UpdateModelVersionResponse {
  model_version?: ModelVersion
}
export const UpdateModelVersionResponse: Message<UpdateModelVersionResponse> = /* @__PURE__ */ message('UpdateModelVersionResponse', {
  model_version: { type: 'message', message: () => ModelVersion, camel: 'modelVersion' },
})

export interface UpdateRegisteredModel {
  name?: string
  description?: string
  deployment_job_id?: string
}
export const UpdateRegisteredModel: Message<UpdateRegisteredModel> = /* @__PURE__ */ message('UpdateRegisteredModel', {
  name: { type: 'string' },
  description: { type: 'string' },
  deployment_job_id: { type: 'string', camel: 'deploymentJobId' },
})

export interface UpdateRegisteredModelResponse {
  registered_model?: RegisteredModel
}
export const UpdateRegisteredModelResponse: Message<UpdateRegisteredModelResponse> = /* @__PURE__ */ message('UpdateRegisteredModelResponse', {
  registered_model: { type: 'message', message: () => RegisteredModel, camel: 'registeredModel' },
})

export interface UpdateRun {
  run_uuid?: string
  status?: RunStatus
  end_time?: Int64
  run_id?: string
  run_name?: string
}
export const UpdateRun: Message<UpdateRun> = /* @__PURE__ */ message('UpdateRun', {
  run_uuid: { type: 'string', camel: 'runUuid' },
  status: { type: 'enum', values: RunStatusValues },
  end_time: { type: 'int64', camel: 'endTime' },
  run_id: { type: 'string', camel: 'runId' },
  run_name: { type: 'string', camel: 'runName' },
})

export interface UpdateRunResponse {
  run_info?: RunInfo
}
export const UpdateRunResponse: Message<UpdateRunResponse> = /* @__PURE__ */ message('UpdateRunResponse', {
  run_info: { type: 'message', message: () => RunInfo, camel: 'runInfo' },
})

export interface UpdateWebhook {
  webhook_id?: string
  name?: string
  description?: string
  url?: string
  events?: WebhookEvent[]
  secret?: string
  status?: WebhookStatus
}
export const UpdateWebhook: Message<UpdateWebhook> = /* @__PURE__ */ message('UpdateWebhook', {
  webhook_id: { type: 'string', camel: 'webhookId' },
  name: { type: 'string' },
  description: { type: 'string' },
  url: { type: 'string' },
  events: { type: 'message', message: () => WebhookEvent, repeated: true },
  secret: { type: 'string' },
  status: { type: 'enum', values: WebhookStatusValues },
})

export interface UpdateWebhookResponse {
  webhook?: Webhook
}
export const UpdateWebhookResponse: Message<UpdateWebhookResponse> = /* @__PURE__ */ message('UpdateWebhookResponse', {
  webhook: { type: 'message', message: () => Webhook },
})

export interface UpdateWorkspace {
  workspace_name?: string
  description?: string
  default_artifact_root?: string
  trace_archival_config?: TraceArchivalConfig
}
export const UpdateWorkspace: Message<UpdateWorkspace> = /* @__PURE__ */ message('UpdateWorkspace', {
  workspace_name: { type: 'string', camel: 'workspaceName' },
  description: { type: 'string' },
  default_artifact_root: { type: 'string', camel: 'defaultArtifactRoot' },
  trace_archival_config: { type: 'message', message: () => TraceArchivalConfig, camel: 'traceArchivalConfig' },
})

export interface UpdateWorkspaceResponse {
  workspace?: Workspace
}
export const UpdateWorkspaceResponse: Message<UpdateWorkspaceResponse> = /* @__PURE__ */ message('UpdateWorkspaceResponse', {
  workspace: { type: 'message', message: () => Workspace },
})

export interface UpsertDatasetRecords {
  dataset_id?: string
  records?: string
  updated_by?: string
}
export const UpsertDatasetRecords: Message<UpsertDatasetRecords> = /* @__PURE__ */ message('UpsertDatasetRecords', {
  dataset_id: { type: 'string', camel: 'datasetId' },
  records: { type: 'string' },
  updated_by: { type: 'string', camel: 'updatedBy' },
})

export interface UpsertDatasetRecordsResponse {
  inserted_count?: number
  updated_count?: number
}
export const UpsertDatasetRecordsResponse: Message<UpsertDatasetRecordsResponse> = /* @__PURE__ */ message('UpsertDatasetRecordsResponse', {
  inserted_count: { type: 'int32', camel: 'insertedCount' },
  updated_count: { type: 'int32', camel: 'updatedCount' },
})

export interface Webhook {
  webhook_id?: string
  name?: string
  description?: string
  url?: string
  events?: WebhookEvent[]
  status?: WebhookStatus
  creation_timestamp?: Int64
  last_updated_timestamp?: Int64
}
export const Webhook: Message<Webhook> = /* @__PURE__ */ message('Webhook', {
  webhook_id: { type: 'string', camel: 'webhookId' },
  name: { type: 'string' },
  description: { type: 'string' },
  url: { type: 'string' },
  events: { type: 'message', message: () => WebhookEvent, repeated: true },
  status: { type: 'enum', values: WebhookStatusValues },
  creation_timestamp: { type: 'int64', camel: 'creationTimestamp' },
  last_updated_timestamp: { type: 'int64', camel: 'lastUpdatedTimestamp' },
})

export interface WebhookEvent {
  entity?: WebhookEntity
  action?: WebhookAction
}
export const WebhookEvent: Message<WebhookEvent> = /* @__PURE__ */ message('WebhookEvent', {
  entity: { type: 'enum', values: WebhookEntityValues },
  action: { type: 'enum', values: WebhookActionValues },
})

export interface WebhookTestResult {
  success?: boolean
  response_status?: number
  response_body?: string
  error_message?: string
}
export const WebhookTestResult: Message<WebhookTestResult> = /* @__PURE__ */ message('WebhookTestResult', {
  success: { type: 'bool' },
  response_status: { type: 'int32', camel: 'responseStatus' },
  response_body: { type: 'string', camel: 'responseBody' },
  error_message: { type: 'string', camel: 'errorMessage' },
})

export interface Workspace {
  name?: string
  description?: string
  default_artifact_root?: string
  trace_archival_config?: TraceArchivalConfig
}
export const Workspace: Message<Workspace> = /* @__PURE__ */ message('Workspace', {
  name: { type: 'string' },
  description: { type: 'string' },
  default_artifact_root: { type: 'string', camel: 'defaultArtifactRoot' },
  trace_archival_config: { type: 'message', message: () => TraceArchivalConfig, camel: 'traceArchivalConfig' },
})

export interface ArtifactsAbortMultipartUpload {
  path?: string
  upload_id?: string
}
export const ArtifactsAbortMultipartUpload: Message<ArtifactsAbortMultipartUpload> = /* @__PURE__ */ message('ArtifactsAbortMultipartUpload', {
  path: { type: 'string' },
  upload_id: { type: 'string', camel: 'uploadId' },
})

export interface ArtifactsAbortMultipartUploadResponse {

}
export const ArtifactsAbortMultipartUploadResponse: Message<ArtifactsAbortMultipartUploadResponse> = /* @__PURE__ */ message('ArtifactsAbortMultipartUploadResponse', {

})

export interface ArtifactsCompleteMultipartUpload {
  path?: string
  upload_id?: string
  parts?: ArtifactsMultipartUploadPart[]
}
export const ArtifactsCompleteMultipartUpload: Message<ArtifactsCompleteMultipartUpload> = /* @__PURE__ */ message('ArtifactsCompleteMultipartUpload', {
  path: { type: 'string' },
  upload_id: { type: 'string', camel: 'uploadId' },
  parts: { type: 'message', message: () => ArtifactsMultipartUploadPart, repeated: true },
})

export interface ArtifactsCompleteMultipartUploadResponse {

}
export const ArtifactsCompleteMultipartUploadResponse: Message<ArtifactsCompleteMultipartUploadResponse> = /* @__PURE__ */ message('ArtifactsCompleteMultipartUploadResponse', {

})

export interface ArtifactsCreateMultipartUpload {
  path?: string
  num_parts?: Int64
}
export const ArtifactsCreateMultipartUpload: Message<ArtifactsCreateMultipartUpload> = /* @__PURE__ */ message('ArtifactsCreateMultipartUpload', {
  path: { type: 'string' },
  num_parts: { type: 'int64', camel: 'numParts' },
})

export interface ArtifactsCreateMultipartUploadResponse {
  upload_id?: string
  credentials?: ArtifactsMultipartUploadCredential[]
}
export const ArtifactsCreateMultipartUploadResponse: Message<ArtifactsCreateMultipartUploadResponse> = /* @__PURE__ */ message('ArtifactsCreateMultipartUploadResponse', {
  upload_id: { type: 'string', camel: 'uploadId' },
  credentials: { type: 'message', message: () => ArtifactsMultipartUploadCredential, repeated: true },
})

export interface ArtifactsDeleteArtifact {

}
export const ArtifactsDeleteArtifact: Message<ArtifactsDeleteArtifact> = /* @__PURE__ */ message('ArtifactsDeleteArtifact', {

})

export interface ArtifactsDeleteArtifactResponse {

}
export const ArtifactsDeleteArtifactResponse: Message<ArtifactsDeleteArtifactResponse> = /* @__PURE__ */ message('ArtifactsDeleteArtifactResponse', {

})

export interface ArtifactsDownloadArtifact {

}
export const ArtifactsDownloadArtifact: Message<ArtifactsDownloadArtifact> = /* @__PURE__ */ message('ArtifactsDownloadArtifact', {

})

export interface ArtifactsDownloadArtifactResponse {

}
export const ArtifactsDownloadArtifactResponse: Message<ArtifactsDownloadArtifactResponse> = /* @__PURE__ */ message('ArtifactsDownloadArtifactResponse', {

})

export interface ArtifactsFileInfo {
  path?: string
  is_dir?: boolean
  file_size?: Int64
}
export const ArtifactsFileInfo: Message<ArtifactsFileInfo> = /* @__PURE__ */ message('ArtifactsFileInfo', {
  path: { type: 'string' },
  is_dir: { type: 'bool', camel: 'isDir' },
  file_size: { type: 'int64', camel: 'fileSize' },
})

export interface ArtifactsGetPresignedDownloadUrl {

}
export const ArtifactsGetPresignedDownloadUrl: Message<ArtifactsGetPresignedDownloadUrl> = /* @__PURE__ */ message('ArtifactsGetPresignedDownloadUrl', {

})

export interface ArtifactsGetPresignedDownloadUrlResponse {
  url?: string
  headers?: Record<string, string>
  file_size?: Int64
}
export const ArtifactsGetPresignedDownloadUrlResponse: Message<ArtifactsGetPresignedDownloadUrlResponse> = /* @__PURE__ */ message('ArtifactsGetPresignedDownloadUrlResponse', {
  url: { type: 'string' },
  headers: { type: 'map' },
  file_size: { type: 'int64', camel: 'fileSize' },
})

export interface ArtifactsListArtifacts {
  path?: string
}
export const ArtifactsListArtifacts: Message<ArtifactsListArtifacts> = /* @__PURE__ */ message('ArtifactsListArtifacts', {
  path: { type: 'string' },
})

export interface ArtifactsListArtifactsResponse {
  files?: ArtifactsFileInfo[]
}
export const ArtifactsListArtifactsResponse: Message<ArtifactsListArtifactsResponse> = /* @__PURE__ */ message('ArtifactsListArtifactsResponse', {
  files: { type: 'message', message: () => ArtifactsFileInfo, repeated: true },
})

export interface ArtifactsMultipartUploadCredential {
  url?: string
  part_number?: Int64
  headers?: Record<string, string>
}
export const ArtifactsMultipartUploadCredential: Message<ArtifactsMultipartUploadCredential> = /* @__PURE__ */ message('ArtifactsMultipartUploadCredential', {
  url: { type: 'string' },
  part_number: { type: 'int64', camel: 'partNumber' },
  headers: { type: 'map' },
})

export interface ArtifactsMultipartUploadPart {
  part_number?: Int64
  etag?: string
  url?: string
}
export const ArtifactsMultipartUploadPart: Message<ArtifactsMultipartUploadPart> = /* @__PURE__ */ message('ArtifactsMultipartUploadPart', {
  part_number: { type: 'int64', camel: 'partNumber' },
  etag: { type: 'string' },
  url: { type: 'string' },
})

export interface ArtifactsUploadArtifact {

}
export const ArtifactsUploadArtifact: Message<ArtifactsUploadArtifact> = /* @__PURE__ */ message('ArtifactsUploadArtifact', {

})

export interface ArtifactsUploadArtifactResponse {

}
export const ArtifactsUploadArtifactResponse: Message<ArtifactsUploadArtifactResponse> = /* @__PURE__ */ message('ArtifactsUploadArtifactResponse', {

})

export interface AssessmentsAssessment {
  assessment_id?: string
  assessment_name?: string
  trace_id?: string
  span_id?: string
  source?: AssessmentsAssessmentSource
  create_time?: unknown
  last_update_time?: unknown
  feedback?: AssessmentsFeedback
  expectation?: AssessmentsExpectation
  rationale?: string
  error?: AssessmentsAssessmentError
  metadata?: Record<string, string>
  overrides?: string
  valid?: boolean
  issue?: AssessmentsIssueReference
}
export const AssessmentsAssessment: Message<AssessmentsAssessment> = /* @__PURE__ */ message('AssessmentsAssessment', {
  assessment_id: { type: 'string', camel: 'assessmentId' },
  assessment_name: { type: 'string', camel: 'assessmentName' },
  trace_id: { type: 'string', camel: 'traceId' },
  span_id: { type: 'string', camel: 'spanId' },
  source: { type: 'message', message: () => AssessmentsAssessmentSource },
  create_time: { type: 'any', camel: 'createTime' },
  last_update_time: { type: 'any', camel: 'lastUpdateTime' },
  feedback: { type: 'message', message: () => AssessmentsFeedback },
  expectation: { type: 'message', message: () => AssessmentsExpectation },
  rationale: { type: 'string' },
  error: { type: 'message', message: () => AssessmentsAssessmentError },
  metadata: { type: 'map' },
  overrides: { type: 'string' },
  valid: { type: 'bool', default: true },
  issue: { type: 'message', message: () => AssessmentsIssueReference },
})

export interface AssessmentsAssessmentError {
  error_code?: string
  error_message?: string
  stack_trace?: string
}
export const AssessmentsAssessmentError: Message<AssessmentsAssessmentError> = /* @__PURE__ */ message('AssessmentsAssessmentError', {
  error_code: { type: 'string', camel: 'errorCode' },
  error_message: { type: 'string', camel: 'errorMessage' },
  stack_trace: { type: 'string', camel: 'stackTrace' },
})

export interface AssessmentsAssessmentSource {
  source_type?: AssessmentsAssessmentSourceSourceType
  source_id?: string
}
export const AssessmentsAssessmentSource: Message<AssessmentsAssessmentSource> = /* @__PURE__ */ message('AssessmentsAssessmentSource', {
  source_type: { type: 'enum', values: AssessmentsAssessmentSourceSourceTypeValues, camel: 'sourceType' },
  source_id: { type: 'string', camel: 'sourceId' },
})

export interface AssessmentsExpectation {
  value?: unknown
  serialized_value?: AssessmentsExpectationSerializedValue
}
export const AssessmentsExpectation: Message<AssessmentsExpectation> = /* @__PURE__ */ message('AssessmentsExpectation', {
  value: { type: 'any' },
  serialized_value: { type: 'message', message: () => AssessmentsExpectationSerializedValue, camel: 'serializedValue' },
})

export interface AssessmentsExpectationSerializedValue {
  serialization_format?: string
  value?: string
}
export const AssessmentsExpectationSerializedValue: Message<AssessmentsExpectationSerializedValue> = /* @__PURE__ */ message('AssessmentsExpectationSerializedValue', {
  serialization_format: { type: 'string', camel: 'serializationFormat' },
  value: { type: 'string' },
})

export interface AssessmentsFeedback {
  value?: unknown
  error?: AssessmentsAssessmentError
}
export const AssessmentsFeedback: Message<AssessmentsFeedback> = /* @__PURE__ */ message('AssessmentsFeedback', {
  value: { type: 'any' },
  error: { type: 'message', message: () => AssessmentsAssessmentError },
})

export interface AssessmentsIssueReference {
  issue_name?: string
}
export const AssessmentsIssueReference: Message<AssessmentsIssueReference> = /* @__PURE__ */ message('AssessmentsIssueReference', {
  issue_name: { type: 'string', camel: 'issueName' },
})

export interface DatasetsDataset {
  dataset_id?: string
  name?: string
  tags?: string
  schema?: string
  profile?: string
  digest?: string
  created_time?: Int64
  last_update_time?: Int64
  created_by?: string
  last_updated_by?: string
  experiment_ids?: string[]
}
export const DatasetsDataset: Message<DatasetsDataset> = /* @__PURE__ */ message('DatasetsDataset', {
  dataset_id: { type: 'string', camel: 'datasetId' },
  name: { type: 'string' },
  tags: { type: 'string' },
  schema: { type: 'string' },
  profile: { type: 'string' },
  digest: { type: 'string' },
  created_time: { type: 'int64', camel: 'createdTime' },
  last_update_time: { type: 'int64', camel: 'lastUpdateTime' },
  created_by: { type: 'string', camel: 'createdBy' },
  last_updated_by: { type: 'string', camel: 'lastUpdatedBy' },
  experiment_ids: { type: 'string', repeated: true, camel: 'experimentIds' },
})

export interface DatasetsDatasetRecord {
  dataset_record_id?: string
  dataset_id?: string
  inputs?: string
  expectations?: string
  tags?: string
  source?: string
  source_id?: string
  source_type?: DatasetsDatasetRecordSourceSourceType
  created_time?: Int64
  last_update_time?: Int64
  created_by?: string
  last_updated_by?: string
  outputs?: string
}
export const DatasetsDatasetRecord: Message<DatasetsDatasetRecord> = /* @__PURE__ */ message('DatasetsDatasetRecord', {
  dataset_record_id: { type: 'string', camel: 'datasetRecordId' },
  dataset_id: { type: 'string', camel: 'datasetId' },
  inputs: { type: 'string' },
  expectations: { type: 'string' },
  tags: { type: 'string' },
  source: { type: 'string' },
  source_id: { type: 'string', camel: 'sourceId' },
  source_type: { type: 'enum', values: DatasetsDatasetRecordSourceSourceTypeValues, camel: 'sourceType' },
  created_time: { type: 'int64', camel: 'createdTime' },
  last_update_time: { type: 'int64', camel: 'lastUpdateTime' },
  created_by: { type: 'string', camel: 'createdBy' },
  last_updated_by: { type: 'string', camel: 'lastUpdatedBy' },
  outputs: { type: 'string' },
})

export interface DatasetsDatasetRecordSource {
  source_type?: DatasetsDatasetRecordSourceSourceType
  source_data?: string
}
export const DatasetsDatasetRecordSource: Message<DatasetsDatasetRecordSource> = /* @__PURE__ */ message('DatasetsDatasetRecordSource', {
  source_type: { type: 'enum', values: DatasetsDatasetRecordSourceSourceTypeValues, camel: 'sourceType' },
  source_data: { type: 'string', camel: 'sourceData' },
})

export interface IssuesCreateIssue {
  experiment_id?: string
  name?: string
  description?: string
  status?: string
  severity?: string
  root_causes?: string[]
  source_run_id?: string
  created_by?: string
  categories?: string[]
}
export const IssuesCreateIssue: Message<IssuesCreateIssue> = /* @__PURE__ */ message('IssuesCreateIssue', {
  experiment_id: { type: 'string', camel: 'experimentId' },
  name: { type: 'string' },
  description: { type: 'string' },
  status: { type: 'string' },
  severity: { type: 'string' },
  root_causes: { type: 'string', repeated: true, camel: 'rootCauses' },
  source_run_id: { type: 'string', camel: 'sourceRunId' },
  created_by: { type: 'string', camel: 'createdBy' },
  categories: { type: 'string', repeated: true },
})

export interface IssuesCreateIssueResponse {
  issue?: IssuesIssue
}
export const IssuesCreateIssueResponse: Message<IssuesCreateIssueResponse> = /* @__PURE__ */ message('IssuesCreateIssueResponse', {
  issue: { type: 'message', message: () => IssuesIssue },
})

export interface IssuesGetIssue {
  issue_id?: string
}
export const IssuesGetIssue: Message<IssuesGetIssue> = /* @__PURE__ */ message('IssuesGetIssue', {
  issue_id: { type: 'string', camel: 'issueId' },
})

export interface IssuesGetIssueResponse {
  issue?: IssuesIssue
}
export const IssuesGetIssueResponse: Message<IssuesGetIssueResponse> = /* @__PURE__ */ message('IssuesGetIssueResponse', {
  issue: { type: 'message', message: () => IssuesIssue },
})

export interface IssuesIssue {
  issue_id?: string
  experiment_id?: string
  name?: string
  description?: string
  status?: string
  severity?: string
  root_causes?: string[]
  source_run_id?: string
  created_timestamp?: Int64
  last_updated_timestamp?: Int64
  created_by?: string
  categories?: string[]
  trace_count?: number
}
export const IssuesIssue: Message<IssuesIssue> = /* @__PURE__ */ message('IssuesIssue', {
  issue_id: { type: 'string', camel: 'issueId' },
  experiment_id: { type: 'string', camel: 'experimentId' },
  name: { type: 'string' },
  description: { type: 'string' },
  status: { type: 'string' },
  severity: { type: 'string' },
  root_causes: { type: 'string', repeated: true, camel: 'rootCauses' },
  source_run_id: { type: 'string', camel: 'sourceRunId' },
  created_timestamp: { type: 'int64', camel: 'createdTimestamp' },
  last_updated_timestamp: { type: 'int64', camel: 'lastUpdatedTimestamp' },
  created_by: { type: 'string', camel: 'createdBy' },
  categories: { type: 'string', repeated: true },
  trace_count: { type: 'int32', camel: 'traceCount' },
})

export interface IssuesSearchIssues {
  experiment_id?: string
  filter_string?: string
  max_results?: number
  page_token?: string
  include_trace_count?: boolean
}
export const IssuesSearchIssues: Message<IssuesSearchIssues> = /* @__PURE__ */ message('IssuesSearchIssues', {
  experiment_id: { type: 'string', camel: 'experimentId' },
  filter_string: { type: 'string', camel: 'filterString' },
  max_results: { type: 'int32', camel: 'maxResults' },
  page_token: { type: 'string', camel: 'pageToken' },
  include_trace_count: { type: 'bool', camel: 'includeTraceCount' },
})

export interface IssuesSearchIssuesResponse {
  issues?: IssuesIssue[]
  next_page_token?: string
}
export const IssuesSearchIssuesResponse: Message<IssuesSearchIssuesResponse> = /* @__PURE__ */ message('IssuesSearchIssuesResponse', {
  issues: { type: 'message', message: () => IssuesIssue, repeated: true },
  next_page_token: { type: 'string', camel: 'nextPageToken' },
})

export interface IssuesUpdateIssue {
  issue_id?: string
  name?: string
  description?: string
  status?: string
  severity?: string
}
export const IssuesUpdateIssue: Message<IssuesUpdateIssue> = /* @__PURE__ */ message('IssuesUpdateIssue', {
  issue_id: { type: 'string', camel: 'issueId' },
  name: { type: 'string' },
  description: { type: 'string' },
  status: { type: 'string' },
  severity: { type: 'string' },
})

export interface IssuesUpdateIssueResponse {
  issue?: IssuesIssue
}
export const IssuesUpdateIssueResponse: Message<IssuesUpdateIssueResponse> = /* @__PURE__ */ message('IssuesUpdateIssueResponse', {
  issue: { type: 'message', message: () => IssuesIssue },
})

export interface LabelSchemasCreateLabelSchema {
  experiment_id?: string
  name?: string
  type?: LabelSchemasLabelSchemaType
  input?: LabelSchemasLabelSchemaInput
  instruction?: string
  enable_comment?: boolean
}
export const LabelSchemasCreateLabelSchema: Message<LabelSchemasCreateLabelSchema> = /* @__PURE__ */ message('LabelSchemasCreateLabelSchema', {
  experiment_id: { type: 'string', camel: 'experimentId' },
  name: { type: 'string' },
  type: { type: 'enum', values: LabelSchemasLabelSchemaTypeValues },
  input: { type: 'message', message: () => LabelSchemasLabelSchemaInput },
  instruction: { type: 'string' },
  enable_comment: { type: 'bool', camel: 'enableComment' },
})

export interface LabelSchemasCreateLabelSchemaResponse {
  label_schema?: LabelSchemasLabelSchema
}
export const LabelSchemasCreateLabelSchemaResponse: Message<LabelSchemasCreateLabelSchemaResponse> = /* @__PURE__ */ message('LabelSchemasCreateLabelSchemaResponse', {
  label_schema: { type: 'message', message: () => LabelSchemasLabelSchema, camel: 'labelSchema' },
})

export interface LabelSchemasDeleteLabelSchema {
  schema_id?: string
}
export const LabelSchemasDeleteLabelSchema: Message<LabelSchemasDeleteLabelSchema> = /* @__PURE__ */ message('LabelSchemasDeleteLabelSchema', {
  schema_id: { type: 'string', camel: 'schemaId' },
})

export interface LabelSchemasDeleteLabelSchemaResponse {

}
export const LabelSchemasDeleteLabelSchemaResponse: Message<LabelSchemasDeleteLabelSchemaResponse> = /* @__PURE__ */ message('LabelSchemasDeleteLabelSchemaResponse', {

})

export interface LabelSchemasGetLabelSchema {
  schema_id?: string
}
export const LabelSchemasGetLabelSchema: Message<LabelSchemasGetLabelSchema> = /* @__PURE__ */ message('LabelSchemasGetLabelSchema', {
  schema_id: { type: 'string', camel: 'schemaId' },
})

export interface LabelSchemasGetLabelSchemaResponse {
  label_schema?: LabelSchemasLabelSchema
}
export const LabelSchemasGetLabelSchemaResponse: Message<LabelSchemasGetLabelSchemaResponse> = /* @__PURE__ */ message('LabelSchemasGetLabelSchemaResponse', {
  label_schema: { type: 'message', message: () => LabelSchemasLabelSchema, camel: 'labelSchema' },
})

export interface LabelSchemasGetLabelSchemaByName {
  experiment_id?: string
  name?: string
}
export const LabelSchemasGetLabelSchemaByName: Message<LabelSchemasGetLabelSchemaByName> = /* @__PURE__ */ message('LabelSchemasGetLabelSchemaByName', {
  experiment_id: { type: 'string', camel: 'experimentId' },
  name: { type: 'string' },
})

export interface LabelSchemasGetLabelSchemaByNameResponse {
  label_schema?: LabelSchemasLabelSchema
}
export const LabelSchemasGetLabelSchemaByNameResponse: Message<LabelSchemasGetLabelSchemaByNameResponse> = /* @__PURE__ */ message('LabelSchemasGetLabelSchemaByNameResponse', {
  label_schema: { type: 'message', message: () => LabelSchemasLabelSchema, camel: 'labelSchema' },
})

export interface LabelSchemasInputCategorical {
  options?: string[]
  multi_select?: boolean
}
export const LabelSchemasInputCategorical: Message<LabelSchemasInputCategorical> = /* @__PURE__ */ message('LabelSchemasInputCategorical', {
  options: { type: 'string', repeated: true },
  multi_select: { type: 'bool', camel: 'multiSelect' },
})

export interface LabelSchemasInputNumeric {
  min_value?: Double
  max_value?: Double
}
export const LabelSchemasInputNumeric: Message<LabelSchemasInputNumeric> = /* @__PURE__ */ message('LabelSchemasInputNumeric', {
  min_value: { type: 'double', camel: 'minValue' },
  max_value: { type: 'double', camel: 'maxValue' },
})

export interface LabelSchemasInputPassFail {
  positive_label?: string
  negative_label?: string
}
export const LabelSchemasInputPassFail: Message<LabelSchemasInputPassFail> = /* @__PURE__ */ message('LabelSchemasInputPassFail', {
  positive_label: { type: 'string', camel: 'positiveLabel' },
  negative_label: { type: 'string', camel: 'negativeLabel' },
})

export interface LabelSchemasInputText {
  max_length?: Int64
}
export const LabelSchemasInputText: Message<LabelSchemasInputText> = /* @__PURE__ */ message('LabelSchemasInputText', {
  max_length: { type: 'int64', camel: 'maxLength' },
})

export interface LabelSchemasLabelSchema {
  schema_id?: string
  experiment_id?: string
  name?: string
  type?: LabelSchemasLabelSchemaType
  instruction?: string
  enable_comment?: boolean
  input?: LabelSchemasLabelSchemaInput
  created_by?: string
  created_at?: Int64
  last_updated_at?: Int64
  is_default?: boolean
}
export const LabelSchemasLabelSchema: Message<LabelSchemasLabelSchema> = /* @__PURE__ */ message('LabelSchemasLabelSchema', {
  schema_id: { type: 'string', camel: 'schemaId' },
  experiment_id: { type: 'string', camel: 'experimentId' },
  name: { type: 'string' },
  type: { type: 'enum', values: LabelSchemasLabelSchemaTypeValues },
  instruction: { type: 'string' },
  enable_comment: { type: 'bool', camel: 'enableComment' },
  input: { type: 'message', message: () => LabelSchemasLabelSchemaInput },
  created_by: { type: 'string', camel: 'createdBy' },
  created_at: { type: 'int64', camel: 'createdAt' },
  last_updated_at: { type: 'int64', camel: 'lastUpdatedAt' },
  is_default: { type: 'bool', camel: 'isDefault' },
})

export interface LabelSchemasLabelSchemaInput {
  pass_fail?: LabelSchemasInputPassFail
  categorical?: LabelSchemasInputCategorical
  numeric?: LabelSchemasInputNumeric
  text?: LabelSchemasInputText
}
export const LabelSchemasLabelSchemaInput: Message<LabelSchemasLabelSchemaInput> = /* @__PURE__ */ message('LabelSchemasLabelSchemaInput', {
  pass_fail: { type: 'message', message: () => LabelSchemasInputPassFail, camel: 'passFail' },
  categorical: { type: 'message', message: () => LabelSchemasInputCategorical },
  numeric: { type: 'message', message: () => LabelSchemasInputNumeric },
  text: { type: 'message', message: () => LabelSchemasInputText },
})

export interface LabelSchemasListLabelSchemas {
  experiment_id?: string
  max_results?: number
  page_token?: string
}
export const LabelSchemasListLabelSchemas: Message<LabelSchemasListLabelSchemas> = /* @__PURE__ */ message('LabelSchemasListLabelSchemas', {
  experiment_id: { type: 'string', camel: 'experimentId' },
  max_results: { type: 'int32', camel: 'maxResults' },
  page_token: { type: 'string', camel: 'pageToken' },
})

export interface LabelSchemasListLabelSchemasResponse {
  label_schemas?: LabelSchemasLabelSchema[]
  next_page_token?: string
}
export const LabelSchemasListLabelSchemasResponse: Message<LabelSchemasListLabelSchemasResponse> = /* @__PURE__ */ message('LabelSchemasListLabelSchemasResponse', {
  label_schemas: { type: 'message', message: () => LabelSchemasLabelSchema, repeated: true, camel: 'labelSchemas' },
  next_page_token: { type: 'string', camel: 'nextPageToken' },
})

export interface LabelSchemasUpdateLabelSchema {
  schema_id?: string
  name?: string
  instruction?: string
  enable_comment?: boolean
  input?: LabelSchemasLabelSchemaInput
}
export const LabelSchemasUpdateLabelSchema: Message<LabelSchemasUpdateLabelSchema> = /* @__PURE__ */ message('LabelSchemasUpdateLabelSchema', {
  schema_id: { type: 'string', camel: 'schemaId' },
  name: { type: 'string' },
  instruction: { type: 'string' },
  enable_comment: { type: 'bool', camel: 'enableComment' },
  input: { type: 'message', message: () => LabelSchemasLabelSchemaInput },
})

export interface LabelSchemasUpdateLabelSchemaResponse {
  label_schema?: LabelSchemasLabelSchema
}
export const LabelSchemasUpdateLabelSchemaResponse: Message<LabelSchemasUpdateLabelSchemaResponse> = /* @__PURE__ */ message('LabelSchemasUpdateLabelSchemaResponse', {
  label_schema: { type: 'message', message: () => LabelSchemasLabelSchema, camel: 'labelSchema' },
})

export interface ReviewQueuesAddItemsToReviewQueue {
  queue_id?: string
  item_type?: ReviewQueuesReviewItemType
  item_ids?: string[]
}
export const ReviewQueuesAddItemsToReviewQueue: Message<ReviewQueuesAddItemsToReviewQueue> = /* @__PURE__ */ message('ReviewQueuesAddItemsToReviewQueue', {
  queue_id: { type: 'string', camel: 'queueId' },
  item_type: { type: 'enum', values: ReviewQueuesReviewItemTypeValues, camel: 'itemType' },
  item_ids: { type: 'string', repeated: true, camel: 'itemIds' },
})

export interface ReviewQueuesAddItemsToReviewQueueResponse {
  items?: ReviewQueuesReviewQueueItem[]
}
export const ReviewQueuesAddItemsToReviewQueueResponse: Message<ReviewQueuesAddItemsToReviewQueueResponse> = /* @__PURE__ */ message('ReviewQueuesAddItemsToReviewQueueResponse', {
  items: { type: 'message', message: () => ReviewQueuesReviewQueueItem, repeated: true },
})

export interface ReviewQueuesCreateReviewQueue {
  experiment_id?: string
  name?: string
  queue_type?: ReviewQueuesReviewQueueType
  created_by?: string
  users?: string[]
  schema_ids?: string[]
}
export const ReviewQueuesCreateReviewQueue: Message<ReviewQueuesCreateReviewQueue> = /* @__PURE__ */ message('ReviewQueuesCreateReviewQueue', {
  experiment_id: { type: 'string', camel: 'experimentId' },
  name: { type: 'string' },
  queue_type: { type: 'enum', values: ReviewQueuesReviewQueueTypeValues, camel: 'queueType' },
  created_by: { type: 'string', camel: 'createdBy' },
  users: { type: 'string', repeated: true },
  schema_ids: { type: 'string', repeated: true, camel: 'schemaIds' },
})

export interface ReviewQueuesCreateReviewQueueResponse {
  review_queue?: ReviewQueuesReviewQueue
}
export const ReviewQueuesCreateReviewQueueResponse: Message<ReviewQueuesCreateReviewQueueResponse> = /* @__PURE__ */ message('ReviewQueuesCreateReviewQueueResponse', {
  review_queue: { type: 'message', message: () => ReviewQueuesReviewQueue, camel: 'reviewQueue' },
})

export interface ReviewQueuesDeleteReviewQueue {
  queue_id?: string
}
export const ReviewQueuesDeleteReviewQueue: Message<ReviewQueuesDeleteReviewQueue> = /* @__PURE__ */ message('ReviewQueuesDeleteReviewQueue', {
  queue_id: { type: 'string', camel: 'queueId' },
})

export interface ReviewQueuesDeleteReviewQueueResponse {

}
export const ReviewQueuesDeleteReviewQueueResponse: Message<ReviewQueuesDeleteReviewQueueResponse> = /* @__PURE__ */ message('ReviewQueuesDeleteReviewQueueResponse', {

})

export interface ReviewQueuesGetOrCreateUserQueue {
  experiment_id?: string
  user?: string
  created_by?: string
}
export const ReviewQueuesGetOrCreateUserQueue: Message<ReviewQueuesGetOrCreateUserQueue> = /* @__PURE__ */ message('ReviewQueuesGetOrCreateUserQueue', {
  experiment_id: { type: 'string', camel: 'experimentId' },
  user: { type: 'string' },
  created_by: { type: 'string', camel: 'createdBy' },
})

export interface ReviewQueuesGetOrCreateUserQueueResponse {
  review_queue?: ReviewQueuesReviewQueue
}
export const ReviewQueuesGetOrCreateUserQueueResponse: Message<ReviewQueuesGetOrCreateUserQueueResponse> = /* @__PURE__ */ message('ReviewQueuesGetOrCreateUserQueueResponse', {
  review_queue: { type: 'message', message: () => ReviewQueuesReviewQueue, camel: 'reviewQueue' },
})

export interface ReviewQueuesGetReviewQueue {
  queue_id?: string
}
export const ReviewQueuesGetReviewQueue: Message<ReviewQueuesGetReviewQueue> = /* @__PURE__ */ message('ReviewQueuesGetReviewQueue', {
  queue_id: { type: 'string', camel: 'queueId' },
})

export interface ReviewQueuesGetReviewQueueResponse {
  review_queue?: ReviewQueuesReviewQueue
}
export const ReviewQueuesGetReviewQueueResponse: Message<ReviewQueuesGetReviewQueueResponse> = /* @__PURE__ */ message('ReviewQueuesGetReviewQueueResponse', {
  review_queue: { type: 'message', message: () => ReviewQueuesReviewQueue, camel: 'reviewQueue' },
})

export interface ReviewQueuesGetReviewQueueByName {
  experiment_id?: string
  name?: string
}
export const ReviewQueuesGetReviewQueueByName: Message<ReviewQueuesGetReviewQueueByName> = /* @__PURE__ */ message('ReviewQueuesGetReviewQueueByName', {
  experiment_id: { type: 'string', camel: 'experimentId' },
  name: { type: 'string' },
})

export interface ReviewQueuesGetReviewQueueByNameResponse {
  review_queue?: ReviewQueuesReviewQueue
}
export const ReviewQueuesGetReviewQueueByNameResponse: Message<ReviewQueuesGetReviewQueueByNameResponse> = /* @__PURE__ */ message('ReviewQueuesGetReviewQueueByNameResponse', {
  review_queue: { type: 'message', message: () => ReviewQueuesReviewQueue, camel: 'reviewQueue' },
})

export interface ReviewQueuesListReviewQueueItems {
  queue_id?: string
  status?: ReviewQueuesReviewStatus
  max_results?: number
  page_token?: string
}
export const ReviewQueuesListReviewQueueItems: Message<ReviewQueuesListReviewQueueItems> = /* @__PURE__ */ message('ReviewQueuesListReviewQueueItems', {
  queue_id: { type: 'string', camel: 'queueId' },
  status: { type: 'enum', values: ReviewQueuesReviewStatusValues },
  max_results: { type: 'int32', camel: 'maxResults' },
  page_token: { type: 'string', camel: 'pageToken' },
})

export interface ReviewQueuesListReviewQueueItemsResponse {
  items?: ReviewQueuesReviewQueueItem[]
  next_page_token?: string
}
export const ReviewQueuesListReviewQueueItemsResponse: Message<ReviewQueuesListReviewQueueItemsResponse> = /* @__PURE__ */ message('ReviewQueuesListReviewQueueItemsResponse', {
  items: { type: 'message', message: () => ReviewQueuesReviewQueueItem, repeated: true },
  next_page_token: { type: 'string', camel: 'nextPageToken' },
})

export interface ReviewQueuesListReviewQueues {
  experiment_id?: string
  user?: string
  max_results?: number
  page_token?: string
  item_id?: string
}
export const ReviewQueuesListReviewQueues: Message<ReviewQueuesListReviewQueues> = /* @__PURE__ */ message('ReviewQueuesListReviewQueues', {
  experiment_id: { type: 'string', camel: 'experimentId' },
  user: { type: 'string' },
  max_results: { type: 'int32', camel: 'maxResults' },
  page_token: { type: 'string', camel: 'pageToken' },
  item_id: { type: 'string', camel: 'itemId' },
})

export interface ReviewQueuesListReviewQueuesResponse {
  review_queues?: ReviewQueuesReviewQueue[]
  next_page_token?: string
}
export const ReviewQueuesListReviewQueuesResponse: Message<ReviewQueuesListReviewQueuesResponse> = /* @__PURE__ */ message('ReviewQueuesListReviewQueuesResponse', {
  review_queues: { type: 'message', message: () => ReviewQueuesReviewQueue, repeated: true, camel: 'reviewQueues' },
  next_page_token: { type: 'string', camel: 'nextPageToken' },
})

export interface ReviewQueuesRemoveItemsFromReviewQueue {
  queue_id?: string
  item_ids?: string[]
}
export const ReviewQueuesRemoveItemsFromReviewQueue: Message<ReviewQueuesRemoveItemsFromReviewQueue> = /* @__PURE__ */ message('ReviewQueuesRemoveItemsFromReviewQueue', {
  queue_id: { type: 'string', camel: 'queueId' },
  item_ids: { type: 'string', repeated: true, camel: 'itemIds' },
})

export interface ReviewQueuesRemoveItemsFromReviewQueueResponse {

}
export const ReviewQueuesRemoveItemsFromReviewQueueResponse: Message<ReviewQueuesRemoveItemsFromReviewQueueResponse> = /* @__PURE__ */ message('ReviewQueuesRemoveItemsFromReviewQueueResponse', {

})

export interface ReviewQueuesReviewQueue {
  queue_id?: string
  experiment_id?: string
  name?: string
  queue_type?: ReviewQueuesReviewQueueType
  created_by?: string
  creation_time_ms?: Int64
  last_update_time_ms?: Int64
  users?: string[]
  schema_ids?: string[]
}
export const ReviewQueuesReviewQueue: Message<ReviewQueuesReviewQueue> = /* @__PURE__ */ message('ReviewQueuesReviewQueue', {
  queue_id: { type: 'string', camel: 'queueId' },
  experiment_id: { type: 'string', camel: 'experimentId' },
  name: { type: 'string' },
  queue_type: { type: 'enum', values: ReviewQueuesReviewQueueTypeValues, camel: 'queueType' },
  created_by: { type: 'string', camel: 'createdBy' },
  creation_time_ms: { type: 'int64', camel: 'creationTimeMs' },
  last_update_time_ms: { type: 'int64', camel: 'lastUpdateTimeMs' },
  users: { type: 'string', repeated: true },
  schema_ids: { type: 'string', repeated: true, camel: 'schemaIds' },
})

export interface ReviewQueuesReviewQueueItem {
  queue_id?: string
  item_type?: ReviewQueuesReviewItemType
  item_id?: string
  status?: ReviewQueuesReviewStatus
  completed_by?: string
  completed_time_ms?: Int64
  creation_time_ms?: Int64
  last_update_time_ms?: Int64
}
export const ReviewQueuesReviewQueueItem: Message<ReviewQueuesReviewQueueItem> = /* @__PURE__ */ message('ReviewQueuesReviewQueueItem', {
  queue_id: { type: 'string', camel: 'queueId' },
  item_type: { type: 'enum', values: ReviewQueuesReviewItemTypeValues, camel: 'itemType' },
  item_id: { type: 'string', camel: 'itemId' },
  status: { type: 'enum', values: ReviewQueuesReviewStatusValues },
  completed_by: { type: 'string', camel: 'completedBy' },
  completed_time_ms: { type: 'int64', camel: 'completedTimeMs' },
  creation_time_ms: { type: 'int64', camel: 'creationTimeMs' },
  last_update_time_ms: { type: 'int64', camel: 'lastUpdateTimeMs' },
})

export interface ReviewQueuesSetReviewQueueItemStatus {
  queue_id?: string
  item_id?: string
  status?: ReviewQueuesReviewStatus
  completed_by?: string
}
export const ReviewQueuesSetReviewQueueItemStatus: Message<ReviewQueuesSetReviewQueueItemStatus> = /* @__PURE__ */ message('ReviewQueuesSetReviewQueueItemStatus', {
  queue_id: { type: 'string', camel: 'queueId' },
  item_id: { type: 'string', camel: 'itemId' },
  status: { type: 'enum', values: ReviewQueuesReviewStatusValues },
  completed_by: { type: 'string', camel: 'completedBy' },
})

export interface ReviewQueuesSetReviewQueueItemStatusResponse {
  item?: ReviewQueuesReviewQueueItem
}
export const ReviewQueuesSetReviewQueueItemStatusResponse: Message<ReviewQueuesSetReviewQueueItemStatusResponse> = /* @__PURE__ */ message('ReviewQueuesSetReviewQueueItemStatusResponse', {
  item: { type: 'message', message: () => ReviewQueuesReviewQueueItem },
})

export interface ReviewQueuesUpdateReviewQueue {
  queue_id?: string
  update_users?: boolean
  users?: string[]
  update_schema_ids?: boolean
  schema_ids?: string[]
  name?: string
  new_owner?: string
}
export const ReviewQueuesUpdateReviewQueue: Message<ReviewQueuesUpdateReviewQueue> = /* @__PURE__ */ message('ReviewQueuesUpdateReviewQueue', {
  queue_id: { type: 'string', camel: 'queueId' },
  update_users: { type: 'bool', camel: 'updateUsers' },
  users: { type: 'string', repeated: true },
  update_schema_ids: { type: 'bool', camel: 'updateSchemaIds' },
  schema_ids: { type: 'string', repeated: true, camel: 'schemaIds' },
  name: { type: 'string' },
  new_owner: { type: 'string', camel: 'newOwner' },
})

export interface ReviewQueuesUpdateReviewQueueResponse {
  review_queue?: ReviewQueuesReviewQueue
}
export const ReviewQueuesUpdateReviewQueueResponse: Message<ReviewQueuesUpdateReviewQueueResponse> = /* @__PURE__ */ message('ReviewQueuesUpdateReviewQueueResponse', {
  review_queue: { type: 'message', message: () => ReviewQueuesReviewQueue, camel: 'reviewQueue' },
})
