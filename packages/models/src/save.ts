import { randomBytes } from 'node:crypto'
import { openAsBlob } from 'node:fs'
import { copyFile, cp, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { safePath } from '@millrace/artifacts'
import { invalidParameter } from '@millrace/contract'
import { MLFLOW_VERSION } from '@millrace/contract/mlflow-version'
import { type TensorflowModel, tensorflowFiles } from '@millrace/sdk'
import { type PythonEnvironment, writeEnvironment } from './environment/files.ts'
import { type Flavor, type MlModel, type SavedInputExampleInfo, writeMlModel } from './mlmodel.ts'
import { pythonJson } from './python-json.ts'
import { formatSignature, type Signature } from './signature.ts'

/** An example of what a model takes, kept beside it. */
export type InputExample =
  | { kind: 'table'; columns: readonly string[]; data: readonly (readonly unknown[])[] }
  /** Nested lists. */
  | { kind: 'array'; data: readonly unknown[] }
  | { kind: 'json'; data: unknown }

export interface SaveOptions {
  signature?: Signature
  inputExample?: InputExample
  /** Whatever belongs to the model. */
  metadata?: Record<string, unknown>
  /** Of the run that made it. */
  runId?: string
}

const PYTHON_VERSION = '3.11.7'
const ONNX_VERSION = '1.23.2'

const PYTHON: PythonEnvironment = {
  python: PYTHON_VERSION,
  buildDependencies: ['pip==23.2.1', 'setuptools==65.5.0', 'wheel'],
  requirements: [`mlflow==${MLFLOW_VERSION}`, `onnx==${ONNX_VERSION}`, 'onnxruntime'],
}

/**
 * Saves a model in ONNX as `mlflow.onnx.save_model` does: Python loads it with `mlflow.pyfunc`, Millrace without.
 * @param source the file of the model
 * @example
 * await saveOnnxModel('model', 'credit.onnx', {
 *   signature: { inputs: [{ kind: 'tensor', dtype: 'float32', shape: [-1, 3] }] },
 * })
 */
export async function saveOnnxModel(
  folder: string,
  source: string,
  options: SaveOptions = {},
): Promise<MlModel> {
  await makeEmpty(folder)
  await copyFile(source, join(folder, 'model.onnx'))
  await writeEnvironment(folder, PYTHON)
  const flavors = {
    onnx: {
      code: null,
      data: 'model.onnx',
      onnx_session_options: null,
      onnx_version: ONNX_VERSION,
      providers: ['CUDAExecutionProvider', 'CPUExecutionProvider'],
    },
    python_function: {
      data: 'model.onnx',
      env: { conda: 'conda.yaml', virtualenv: 'python_env.yaml' },
      loader_module: 'mlflow.onnx',
      python_version: PYTHON_VERSION,
    },
  }
  return describe(folder, flavors, options)
}

/**
 * Saves a model in JavaScript: a folder whose module exports `predict`, with all that it imports.
 * @param module the path of the module in that folder
 */
export async function saveJavascriptModel(
  folder: string,
  source: string,
  { module = 'index.js', ...options }: SaveOptions & { module?: string } = {},
): Promise<MlModel> {
  const path = safePath(module)
  const found = await stat(join(source, path)).catch(() => undefined)
  if (!found?.isFile()) throw invalidParameter(`There is no module ${path} in ${source}.`)
  await makeEmpty(folder)
  await cp(source, folder, { recursive: true })
  return describe(folder, { javascript: { module: path } }, options)
}

/**
 * Saves a model of TensorFlow.js as the files that it loads, with the flavour that `logTensorflowModel` of the SDK logs.
 * @param source the model, or the path of a `model.json` with its weights beside it
 * @example
 * await saveTensorflowModel('model', model, {
 *   signature: { inputs: [{ kind: 'tensor', dtype: 'float32', shape: [-1, 2] }] },
 * })
 */
export async function saveTensorflowModel(
  folder: string,
  source: TensorflowModel | string,
  options: SaveOptions = {},
): Promise<MlModel> {
  const { flavors, files } =
    typeof source === 'string' ? await savedFiles(source) : await tensorflowFiles(source)
  await makeEmpty(folder)
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), typeof content === 'string' ? content : content.stream())
  }
  return describe(folder, flavors, options)
}

/** A model.json and the files that it names, as they are. */
async function savedFiles(file: string) {
  const { format = 'layers-model', weightsManifest = [] } = JSON.parse(await readFile(file, 'utf8'))
  const paths = weightsManifest.flatMap(({ paths }: { paths: string[] }) => paths).map(safePath) as string[]
  const names = [basename(file), ...paths]
  const blobs = names.map(async (name) => [name, await openAsBlob(join(dirname(file), name))] as const)
  return {
    flavors: { tfjs: { data: basename(file), format } },
    files: Object.fromEntries(await Promise.all(blobs)),
  }
}

async function makeEmpty(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  if ((await readdir(folder)).length > 0)
    throw invalidParameter(`Path '${folder}' already exists and is not empty`)
}

async function describe(
  folder: string,
  flavors: Record<string, Flavor>,
  { signature, inputExample, metadata, runId }: SaveOptions,
): Promise<MlModel> {
  const example = inputExample && (await writeExample(folder, inputExample))
  const model: MlModel = {
    flavors,
    is_signature_from_type_hint: false,
    ...(metadata && { metadata }),
    mlflow_version: MLFLOW_VERSION,
    model_id: null,
    model_size_bytes: await sizeOf(folder),
    model_uuid: randomBytes(16).toString('hex'),
    prompts: null,
    ...(runId !== undefined && { run_id: runId }),
    ...(example && { saved_input_example_info: example }),
    ...(signature && { signature: formatSignature(signature) }),
    type_hint_from_example: false,
    utc_time_created: `${new Date().toISOString().replace('T', ' ').replace('Z', '')}000`,
  }
  await writeMlModel(folder, model)
  return model
}

const EXAMPLE = 'input_example.json'
const SERVING_EXAMPLE = 'serving_input_example.json'

async function writeExample(folder: string, example: InputExample): Promise<SavedInputExampleInfo> {
  const isTable = example.kind === 'table'
  const data = isTable ? { columns: example.columns, data: example.data } : example.data
  const request = isTable ? { dataframe_split: data } : { inputs: data }
  await writeFile(join(folder, EXAMPLE), pythonJson(data))
  await writeFile(join(folder, SERVING_EXAMPLE), JSON.stringify(request, null, 2))
  return {
    artifact_path: EXAMPLE,
    ...(isTable && { pandas_orient: 'split' }),
    serving_input_path: SERVING_EXAMPLE,
    type: { table: 'dataframe', array: 'ndarray', json: 'json_object' }[example.kind],
  }
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  const sizes = await Promise.all(
    files.map(async (file) => (await stat(join(file.parentPath, file.name))).size),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}
