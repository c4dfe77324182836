import limits from '../facts/limits.json' with { type: 'json' }

const { validation_constants: v, handler_constants: h, truncation } = limits

/** Sizes that MLflow 3.17.2 keeps to, under the names used here. Lengths count characters. */
export const LIMITS = {
  keyLength: v.MAX_ENTITY_KEY_LENGTH,
  experimentNameLength: v.MAX_EXPERIMENT_NAME_LENGTH,
  experimentTagValueLength: v.MAX_EXPERIMENT_TAG_VAL_LENGTH,
  paramValueLength: truncation.param_value.limit,
  tagValueLength: truncation.run_tag_value.limit,
  metricsPerBatch: v.MAX_METRICS_PER_BATCH,
  paramsOrTagsPerBatch: v.MAX_PARAMS_TAGS_PER_BATCH,
  entitiesPerBatch: v.MAX_ENTITIES_PER_BATCH,
  datasetNameLength: v.MAX_DATASET_NAME_SIZE,
  datasetDigestLength: v.MAX_DATASET_DIGEST_SIZE,
  datasetSourceLength: v.MAX_DATASET_SOURCE_SIZE,
  datasetSchemaLength: v.MAX_DATASET_SCHEMA_SIZE,
  datasetProfileLength: v.MAX_DATASET_PROFILE_SIZE,
  inputTagKeyLength: v.MAX_INPUT_TAG_KEY_SIZE,
  inputTagValueLength: v.MAX_INPUT_TAG_VALUE_SIZE,
  searchPage: h.SEARCH_MAX_RESULTS_THRESHOLD,
  searchPageDefault: h.SEARCH_MAX_RESULTS_DEFAULT,
  historyPage: limits.per_request.metric_history_bulk_results,
  historyRuns: h.MAX_RUNS_GET_METRIC_HISTORY_BULK,
  historyPointsPerRun: h.MAX_RESULTS_PER_RUN,
  curvePoints: 4000,
  curvePointsOfAll: 200_000,
  searchDatasetsExperiments: limits.per_request.search_datasets_experiment_ids,
  artifactLocationLength: limits.artifact_location_max_length.default,
  webhooksPageDefault: 100,
  webhooksPage: 1000,
  registryTagValueLength: v.MAX_MODEL_REGISTRY_TAG_VALUE_LENGTH,
  aliasLength: v.MAX_REGISTERED_MODEL_ALIAS_LENGTH,
  registeredModelsPage: limits.registry_store_constants.SEARCH_REGISTERED_MODEL_MAX_RESULTS_THRESHOLD,
  registeredModelsPageDefault: limits.registry_store_constants.SEARCH_REGISTERED_MODEL_MAX_RESULTS_DEFAULT,
  modelVersionsPage: limits.registry_store_constants.SEARCH_MODEL_VERSION_MAX_RESULTS_THRESHOLD,
  loggedModelsPageDefault: limits.tracking_store_constants.SEARCH_LOGGED_MODEL_MAX_RESULTS_DEFAULT,
} as const
