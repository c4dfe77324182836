import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { invalidParameter } from '@millrace/contract'
import { parse } from 'yaml'
import { isRecord } from './is-record.ts'
import { pythonYaml } from './python-yaml.ts'
import type { SignatureTexts } from './signature.ts'

export const MLMODEL = 'MLmodel'

/** The settings of a flavour, as its file has them. */
export type Flavor = Readonly<Record<string, unknown>>

export interface SavedInputExampleInfo {
  artifact_path: string
  type: 'dataframe' | 'ndarray' | 'json_object' | string
  pandas_orient?: string
  serving_input_path?: string
}

/** An MLmodel file, names as in the file. What we do not know of is kept. */
export interface MlModel {
  flavors: Record<string, Flavor>
  artifact_path?: string | null
  is_signature_from_type_hint?: boolean
  type_hint_from_example?: boolean
  metadata?: Record<string, unknown> | null
  mlflow_version?: string
  model_id?: string | null
  model_size_bytes?: number | null
  model_uuid?: string | null
  prompts?: string[] | null
  resources?: unknown
  run_id?: string | null
  saved_input_example_info?: SavedInputExampleInfo | null
  signature?: Partial<SignatureTexts> | null
  /** `YYYY-MM-DD HH:MM:SS.ffffff`, without a zone. */
  utc_time_created?: string
  [other: string]: unknown
}

/**
 * The MLmodel file of a model's folder.
 * @throws MlflowError INVALID_PARAMETER_VALUE when there is none, or it is damaged
 */
export async function readMlModel(folder: string): Promise<MlModel> {
  let text: string
  try {
    text = await readFile(join(folder, MLMODEL), 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause
    throw invalidParameter(`Could not find an "${MLMODEL}" configuration file at "${folder}"`)
  }
  return parseMlModel(text)
}

/** @throws MlflowError INVALID_PARAMETER_VALUE */
export function parseMlModel(text: string): MlModel {
  let value: unknown
  try {
    // Dates stay text, as MLflow reads them back from its own quotes.
    value = parse(text, { schema: 'core' })
  } catch (cause) {
    throw invalidParameter(`The ${MLMODEL} file is damaged: ${(cause as Error).message}`)
  }
  const model = value as MlModel | null
  if (typeof model !== 'object' || model === null || !isRecord(model.flavors)) {
    throw invalidParameter(`The ${MLMODEL} file is damaged: it names no flavors`)
  }
  if (!Object.values(model.flavors).every(isRecord)) {
    throw invalidParameter(`The ${MLMODEL} file is damaged: a flavor must be a map`)
  }
  return model
}

export async function writeMlModel(folder: string, model: MlModel): Promise<void> {
  await writeFile(join(folder, MLMODEL), formatMlModel(model))
}

/** The file as MLflow writes it, byte for byte: keys sorted, folded where PyYAML folds. */
function formatMlModel(model: MlModel): string {
  return pythonYaml(model, { sorted: true })
}
