export type { ArtifactInfo, ArtifactOwner, Artifacts } from './artifacts.ts'
export { autologOnnx, type OnnxSession } from './autolog/onnx.ts'
export {
  logTensorflowModel,
  type TensorflowArtifacts,
  type TensorflowCallbacks,
  type TensorflowFiles,
  type TensorflowModel,
  type TensorflowOptions,
  type TensorflowSaved,
  tensorflowCallbacks,
  tensorflowFiles,
  tensorflowSource,
} from './autolog/tensorflow.ts'
export { autolog, type Trainer } from './autolog/trainer.ts'
export { Client, type OwnRequest } from './client.ts'
export type { InputOptions, NewDataset } from './content/dataset.ts'
export type { Figure, PlotlyFigure } from './content/figure.ts'
export type { Image, ImageOptions } from './content/image.ts'
export type { Signature } from './content/mlmodel.ts'
export type { Pixels } from './content/png.ts'
export type { Table } from './content/table.ts'
export type { Loggable } from './content/text.ts'
export type { Dataset, DatasetInput, DatasetSummary, Datasets } from './datasets.ts'
export type { Body, Fetch } from './door.ts'
export {
  AbortedError,
  AlreadyExistsError,
  AuthenticationError,
  BadRequestError,
  ConnectionError,
  InternalServerError,
  InvalidResponseError,
  InvalidValueError,
  MillraceError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  ServerError,
  SpoolError,
  TimeoutError,
} from './errors.ts'
export type {
  EvaluationDataset,
  EvaluationDatasetSearch,
  EvaluationDatasets,
  EvaluationRecord,
  NewEvaluationDataset,
} from './evaluation-datasets.ts'
export { ExperimentChoice } from './experiment-choice.ts'
export type { Experiment, ExperimentSearch, Experiments, NewExperiment } from './experiments.ts'
export {
  activeRun,
  configure,
  loadArtifact,
  registerModel,
  searchRuns,
  setExperiment,
  startRun,
  tracker,
  withRun,
} from './fluent.ts'
export type { CodeOrigin, DatasetOrigin, Lineage, VersionOrigin } from './lineage.ts'
export type { ModelFiles } from './log-model.ts'
export type {
  LoggedModel,
  LoggedModelOrder,
  LoggedModelSearch,
  LoggedModelStatus,
  LoggedModels,
  NewLoggedModel,
} from './logged-models.ts'
export type { LoggingFailure, OnError } from './logging/report.ts'
export type { QueueOptions } from './logging/run-log.ts'
export type { MetricPoint, Metrics, NewMetricPoint, RunMetricPoint, SampledHistory } from './metrics.ts'
export type { ClientOptions, Env } from './options.ts'
export { type Page, type PageOptions, Search } from './pages.ts'
export {
  formatPrompt,
  type NewPrompt,
  type Prompt,
  type PromptMessage,
  type Prompts,
  type PromptTemplate,
  type PromptVersion,
} from './prompts.ts'
export type { Registry } from './registry.ts'
export type {
  AliasAt,
  ModelVersion,
  NewModelVersion,
  NewRegisteredModel,
  RegisteredModel,
  RegistryChange,
  RegistryHistorySearch,
  RegistrySearch,
  Stage,
  TimeOrDay,
} from './registry-types.ts'
export type { EndStatus, MetricOptions, Run } from './run.ts'
export type { RunRow, RunsFound } from './run-rows.ts'
export type {
  LogBatch,
  ModelOutput,
  NewRun,
  RunInfo,
  RunRecord,
  RunSearch,
  RunStatus,
  Runs,
  RunUpdate,
} from './runs.ts'
export type { SyncReport } from './spool/sync.ts'
export type { RunOptions } from './start-run.ts'
export { sync } from './sync.ts'
export { Tracker, type TrackerOptions, type TrackerSearch } from './tracker.ts'
export type { CallOptions } from './transport.ts'
export type {
  NewWebhook,
  Webhook,
  WebhookDelivery,
  WebhookEvent,
  Webhooks,
  WebhookTest,
} from './webhooks.ts'
export type { Int, Texts, View } from './wire.ts'
