import { MLFLOW_VERSION } from '@millrace/contract/mlflow-version'
import type { LoggedModel } from '../logged-models.ts'
import { jsonLine } from './json.ts'
import { yamlFile } from './yaml.ts'

/** What a model takes and gives: MLflow's column or tensor specifications. */
export interface Signature {
  readonly inputs: readonly object[]
  readonly outputs?: readonly object[]
  readonly params?: readonly object[]
}

/** What the MLmodel file of a model says. */
export interface ModelDescription {
  /** How programs load it, by the name of the kind: `{ tfjs: { data: 'model.json' } }`. */
  readonly flavors: Readonly<Record<string, object>>
  readonly signature?: Signature
  readonly metadata?: object
  readonly sizeBytes: number
}

/** The file `MLmodel` of a logged model. */
export function mlmodelFile(model: LoggedModel, description: ModelDescription, now: Date): string {
  const { flavors, signature, metadata, sizeBytes } = description
  return yamlFile({
    artifact_path: model.artifactUri,
    flavors,
    metadata,
    mlflow_version: MLFLOW_VERSION,
    model_id: model.modelId,
    model_size_bytes: sizeBytes,
    model_uuid: model.modelId,
    run_id: model.sourceRunId,
    signature: signature && signatureTexts(signature),
    utc_time_created: now.toISOString().replace('T', ' ').replace('Z', '000'),
  })
}

function signatureTexts({ inputs, outputs, params }: Signature) {
  const text = (specification: readonly object[] | undefined) =>
    specification === undefined ? null : jsonLine(specification)
  return { inputs: text(inputs), outputs: text(outputs), params: text(params) }
}
