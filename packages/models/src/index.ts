export { MlflowError } from '@millrace/contract'
export { writeContext } from './container/context.ts'
export { type EnvironmentOptions, prepareEnvironment } from './environment/make.ts'
export { updateRequirements } from './environment/update-requirements.ts'
export { type LoadOptions, loadModel, type Model } from './load-model.ts'
export { registeredSource, sourceOf } from './model-source.ts'
export { type PredictType, predictFile } from './predict/predict-file.ts'
export { type ResolvedModel, resolveModel } from './resolve.ts'
export {
  type InputExample,
  type SaveOptions,
  saveJavascriptModel,
  saveOnnxModel,
  saveTensorflowModel,
} from './save.ts'
export { type ScoringServer, startScoringServer } from './serve/http-server.ts'
export { openScorer, type ScorerOptions } from './serve/open-scorer.ts'
export { openRequestLog } from './serve/request-log.ts'
export type { ColumnSpec, ColumnType, ParamSpec, Schema, Signature, TensorSpec } from './signature.ts'
