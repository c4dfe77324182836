import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { safePath } from '@millrace/artifacts'
import { invalidParameter } from '@millrace/contract'
import type { Tensor } from '../scoring/input.ts'
import { asArrays, asLists, asNumberedRecords, asRecords, type NamedArray } from './arrays-json.ts'
import type { LoadedModel, NativeFlavor } from './flavor.ts'
import { graphModel, isOfAnyRows } from './graph-model.ts'
import type { GraphInput } from './graph-schema.ts'
import { loadLibrary } from './library.ts'

/** Models of TensorFlow.js, layers and graphs, with the habits of `mlflow.tensorflow`. */
export const tensorflowjs: NativeFlavor = {
  name: 'tfjs',
  async load(folder, settings) {
    const tf = await loadTensorflow(process.env)
    // Without it every start is answered with an advertisement, and every tensor is checked for NaN.
    tf.enableProdMode()
    const artifacts = await readArtifacts(join(folder, safePath(String(settings.data ?? 'model.json'))))
    const handler = { load: async () => artifacts }
    const isGraph = (artifacts.format ?? settings.format) === 'graph-model'
    const model = await (isGraph ? tf.loadGraphModel(handler) : tf.loadLayersModel(handler))
    const names = isGraph ? {} : layerNames(artifacts.modelTopology)
    const inputs = model.inputs.map((input, place) => factsOf(input, names.inputs?.[place]))
    const outputs = model.outputs.map(({ name }, place) => names.outputs?.[place] ?? withoutPort(name))
    return graphModel({
      inputs,
      takesAnyRows: isOfAnyRows(inputs),
      run: (tensors) => run({ tf, model, inputs, outputs }, tensors),
      write,
      close: async () => model.dispose(),
    })
  },
}

/** What is used of `@tensorflow/tfjs`, and of `@tensorflow/tfjs-node`. */
interface Tensorflow {
  enableProdMode(): void
  loadLayersModel(handler: Handler): Promise<TfModel>
  loadGraphModel(handler: Handler): Promise<TfModel>
  tensor(data: unknown, shape: readonly number[], dtype: string): TfTensor
  dispose(tensors: readonly TfTensor[]): void
}

interface Handler {
  load(): Promise<Artifacts>
}

interface TfModel {
  readonly inputs: readonly Described[]
  readonly outputs: readonly Described[]
  predict(inputs: readonly TfTensor[], options: { batchSize: number }): Predicted
  /** Of graphs only: where what is computed depends on the values. */
  executeAsync?(inputs: readonly TfTensor[]): Promise<Predicted>
  dispose(): void
}

type Predicted = TfTensor | TfTensor[] | Record<string, TfTensor>

interface Described {
  readonly name: string
  readonly dtype?: string
  readonly shape?: readonly (number | null)[]
}

interface TfTensor {
  readonly dtype: string
  readonly shape: readonly number[]
  data(): Promise<NamedArray['data']>
}

interface Artifacts {
  modelTopology?: object
  format?: string
  weightSpecs: object[]
  weightData: ArrayBuffer
}

function loadTensorflow(env: NodeJS.ProcessEnv): Promise<Tensorflow> {
  return loadLibrary({
    // That with a native library is faster; the other one needs no install script.
    packages: ['@tensorflow/tfjs-node', '@tensorflow/tfjs'],
    purpose: 'A model of TensorFlow.js',
    advised: '@tensorflow/tfjs',
    folder: env.MILLRACE_TENSORFLOWJS,
  })
}

interface ModelJson extends Omit<Artifacts, 'weightSpecs' | 'weightData'> {
  weightsManifest?: readonly { paths: readonly string[]; weights: readonly object[] }[]
}

/** A model.json and the weights that it names, in files beside it. */
async function readArtifacts(file: string): Promise<Artifacts> {
  const { weightsManifest = [], ...artifacts } = await readModelJson(file)
  const paths = weightsManifest.flatMap((group) => group.paths)
  const parts = await Promise.all(paths.map((path) => readFile(join(dirname(file), safePath(path)))))
  const weights = Uint8Array.from(Buffer.concat(parts))
  return {
    ...artifacts,
    weightSpecs: weightsManifest.flatMap((group) => group.weights),
    weightData: weights.buffer,
  }
}

async function readModelJson(file: string): Promise<ModelJson> {
  const text = await readFile(file, 'utf8')
  let json: ModelJson
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw invalidParameter(`The model is damaged: ${file} is not JSON: ${(cause as Error).message}`)
  }
  if (typeof json.modelTopology === 'object' && json.modelTopology !== null) return json
  throw invalidParameter(`The model is damaged: ${file} has no modelTopology.`)
}

interface LayersConfig {
  input_layers?: LayerReferences
  output_layers?: LayerReferences
}

/** Name, place, place: one of these, or a list of them. */
type LayerReferences = readonly unknown[] | readonly (readonly unknown[])[]

/** As the file has them: TensorFlow.js renames what it loads a second time. */
function layerNames(topology: object | undefined): { inputs?: string[]; outputs?: string[] } {
  const { model_config, ...rest } = (topology ?? {}) as { model_config?: object; config?: LayersConfig }
  const { config } = (model_config ?? rest) as { config?: LayersConfig }
  return { ...namesOf('inputs', config?.input_layers), ...namesOf('outputs', config?.output_layers) }
}

function namesOf(key: 'inputs' | 'outputs', references: LayerReferences | undefined) {
  if (!Array.isArray(references)) return {}
  const list = Array.isArray(references[0]) ? references : [references]
  return { [key]: list.map(([name]) => String(name)) }
}

function factsOf({ name, dtype = 'float32', shape }: Described, given: string | undefined): GraphInput {
  const sizes = shape?.map((size) => size ?? -1)
  return { name: given ?? withoutPort(name), type: dtype, ...(sizes && { shape: sizes }) }
}

/** Graphs of Python name a tensor by its operation and a port. */
function withoutPort(name: string): string {
  return name.replace(/:0$/, '')
}

interface Loaded {
  tf: Tensorflow
  model: TfModel
  inputs: readonly GraphInput[]
  /** Their names. */
  outputs: readonly string[]
}

async function run(
  { tf, model, inputs, outputs }: Loaded,
  tensors: ReadonlyMap<string, Tensor>,
): Promise<NamedArray[]> {
  const held: TfTensor[] = []
  try {
    for (const input of inputs) held.push(feed(tf, input, tensors.get(input.name)))
    const predicted = named(await predict(model, held.slice()), outputs)
    held.push(...predicted.map(([, tensor]) => tensor))
    return await Promise.all(
      predicted.map(async ([name, tensor]) => {
        return { name, type: tensor.dtype, dims: tensor.shape, data: await tensor.data() }
      }),
    )
  } finally {
    tf.dispose(held)
  }
}

function feed(
  tf: Tensorflow,
  { name, type = 'float32', shape }: GraphInput,
  tensor: Tensor | undefined,
): TfTensor {
  if (!tensor) throw invalidParameter(`Model is missing inputs ['${name}'].`)
  // A column of a table is a list; a layer wants its rows.
  const isColumn = tensor.shape.length === 1 && shape?.length === 2
  const values = type === 'string' ? tensor.data : Array.from(tensor.data as ArrayLike<unknown>, Number)
  return tf.tensor(values, isColumn ? [...tensor.shape, 1] : tensor.shape, type)
}

/** Layers would take 32 at a time. */
const ROWS_AT_ONCE = 4096

async function predict(model: TfModel, inputs: TfTensor[]): Promise<Predicted> {
  try {
    return model.predict(inputs, { batchSize: ROWS_AT_ONCE })
  } catch (error) {
    const isDynamic = /executeAsync/.test((error as Error).message)
    if (isDynamic && model.executeAsync) return model.executeAsync(inputs)
    throw error
  }
}

function named(predicted: Predicted, names: readonly string[]): [string, TfTensor][] {
  const isOne = 'dtype' in predicted && typeof predicted.dtype === 'string'
  if (!isOne && !Array.isArray(predicted)) return Object.entries(predicted as Record<string, TfTensor>)
  const list = isOne ? [predicted as TfTensor] : (predicted as TfTensor[])
  return list.map((tensor, place) => [names[place] ?? String(place), tensor])
}

/** As Keras' models answer in MLflow: rows of a table are numbered columns, an array is one. */
function write(outputs: readonly NamedArray[], kind: Parameters<LoadedModel['predict']>[0]['kind']): string {
  const [first] = outputs
  if (first === undefined || outputs.length > 1)
    return kind === 'table' ? asRecords(outputs) : asArrays(outputs)
  return kind === 'table' && first.dims.length <= 2 ? asNumberedRecords(first) : asLists(first)
}
