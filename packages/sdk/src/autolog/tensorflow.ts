import type { Loggable } from '../content/text.ts'
import { InvalidValueError } from '../errors.ts'
import type { ModelFiles } from '../log-model.ts'
import type { LoggedModel } from '../logged-models.ts'
import type { Run } from '../run.ts'
import type { Tracker } from '../tracker.ts'

/** What is asked of a model of TensorFlow.js; any `tf.LayersModel` is one. */
export interface TensorflowModel {
  readonly name?: string
  readonly optimizer?: unknown
  readonly loss?: unknown
  countParams?(): number
  save(handler: { save(artifacts: TensorflowArtifacts): Promise<TensorflowSaved> }): Promise<unknown>
}

/** The parts of a saved model, as `tf.io.ModelArtifacts` has them. */
export interface TensorflowArtifacts {
  readonly modelTopology?: object | ArrayBuffer
  readonly weightSpecs?: readonly object[]
  readonly weightData?: ArrayBuffer | readonly ArrayBuffer[]
  readonly format?: string
  readonly generatedBy?: string
  readonly convertedBy?: string | null
  readonly trainingConfig?: object
  readonly userDefinedMetadata?: object
}

/** The files of a model by their names, and what its MLmodel says of them. */
export interface TensorflowFiles {
  readonly flavors: { readonly tfjs: { readonly data: string; readonly format: string } }
  readonly files: Readonly<Record<string, string | Blob>>
}

/** What TensorFlow.js wants to hear of a save. */
export interface TensorflowSaved {
  readonly modelArtifactsInfo: { readonly dateSaved: Date; readonly modelTopologyType: 'JSON' }
}

/** What is logged of a training. */
export interface TensorflowOptions {
  /** Whose optimizer, loss and size are logged as params, and which is logged at the end. */
  readonly model?: TensorflowModel
  /** The arguments of `fit`, logged as params. */
  readonly params?: Readonly<Record<string, Loggable>>
  /** How the trained model is logged; `false` to leave it out. */
  readonly logModel?: Partial<Omit<ModelFiles, 'files' | 'flavors'>> | false
}

/** What `fit` calls. */
export interface TensorflowCallbacks {
  onTrainBegin(): Promise<void>
  onEpochEnd(epoch: number, logs?: Readonly<Record<string, unknown>>): Promise<void>
  onTrainEnd(): Promise<void>
}

/**
 * Callbacks for `model.fit` that log params, the metrics of each epoch, and the model.
 * @example
 * ```ts
 * await withRun({ name: 'mnist' }, async (run) => {
 *   const fit = { epochs: 10, batchSize: 32 }
 *   await model.fit(xs, ys, { ...fit, callbacks: tensorflowCallbacks(run, { model, params: fit }) })
 * })
 * ```
 */
export function tensorflowCallbacks(run: Run, options: TensorflowOptions = {}): TensorflowCallbacks {
  const { model, params, logModel } = options
  return {
    async onTrainBegin() {
      run.logParams({ ...(model && paramsOf(model)), ...params })
    },
    async onEpochEnd(epoch, logs = {}) {
      const numbers = Object.entries(logs).filter(
        (entry): entry is [string, number] => typeof entry[1] === 'number',
      )
      await run.logMetrics(Object.fromEntries(numbers), { step: epoch })
    },
    async onTrainEnd() {
      if (model && logModel !== false) await logTensorflowModel(run, model, logModel)
    },
  }
}

function paramsOf(model: TensorflowModel): Record<string, Loggable> {
  const optimizer = model.optimizer as { getClassName?(): string; learningRate?: unknown } | undefined
  const known = {
    optimizer: optimizer?.getClassName?.() ?? optimizer?.constructor?.name,
    learning_rate: typeof optimizer?.learningRate === 'number' ? optimizer.learningRate : undefined,
    loss: typeof model.loss === 'string' ? model.loss : undefined,
    parameters: model.countParams?.(),
  }
  return Object.fromEntries(
    Object.entries(known).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}

/** Where the files of TensorFlow.js lie in a logged model. */
const TOPOLOGY = 'model.json'
const WEIGHTS = 'weights.bin'

/**
 * Logs a model of TensorFlow.js as the files that `tf.loadLayersModel` reads.
 * @example
 * ```ts
 * await logTensorflowModel(run, model, { name: 'classifier', registeredName: 'digits' })
 * ```
 */
export async function logTensorflowModel(
  run: Run,
  model: TensorflowModel,
  fields: Partial<Omit<ModelFiles, 'files' | 'flavors'>> = {},
): Promise<LoggedModel> {
  return run.logModel({ name: model.name ?? 'model', ...fields, ...(await tensorflowFiles(model)) })
}

/**
 * What a logged model of TensorFlow.js consists of: the flavour and the files that `tf.loadLayersModel` reads.
 * @example
 * ```ts
 * const { flavors, files } = await tensorflowFiles(model)
 * await run.logModel({ name: 'classifier', flavors, files })
 * ```
 */
export async function tensorflowFiles(model: TensorflowModel): Promise<TensorflowFiles> {
  const { weightSpecs = [], weightData, ...rest } = await artifactsOf(model)
  const topology = { ...rest, weightsManifest: [{ paths: [WEIGHTS], weights: weightSpecs }] }
  return {
    flavors: { tfjs: { data: TOPOLOGY, format: rest.format ?? 'layers-model' } },
    files: { [TOPOLOGY]: JSON.stringify(topology), [WEIGHTS]: joined(weightData) },
  }
}

async function artifactsOf(model: TensorflowModel): Promise<TensorflowArtifacts> {
  let saved: TensorflowArtifacts | undefined
  await model.save({
    async save(artifacts) {
      saved = artifacts
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } }
    },
  })
  if (saved?.modelTopology && !(saved.modelTopology instanceof ArrayBuffer)) return saved
  throw new InvalidValueError('The model told nothing of its topology.')
}

function joined(data: TensorflowArtifacts['weightData'] = []): Blob {
  return new Blob(data instanceof ArrayBuffer ? [data] : [...data])
}

/**
 * Where `tf.loadLayersModel` gets a logged model from.
 * @param uri `models:/<id of a logged model>`, `models:/<name>/<version>` or `models:/<name>@<alias>`
 * @example
 * ```ts
 * const model = await tf.loadLayersModel(tensorflowSource(tracker(), 'models:/churn@champion'))
 * ```
 */
export function tensorflowSource(tracker: Tracker, uri: string): { load(): Promise<TensorflowArtifacts> } {
  return {
    async load() {
      const read = (path: string) => tracker.loadArtifact(`${uri}/${path}`)
      const { weightsManifest, ...artifacts } = (await (
        await read(TOPOLOGY)
      ).json()) as TensorflowArtifacts & {
        readonly weightsManifest: readonly { readonly weights: readonly object[] }[]
      }
      const weightData = await (await read(WEIGHTS)).arrayBuffer()
      return { ...artifacts, weightSpecs: weightsManifest.flatMap(({ weights }) => weights), weightData }
    },
  }
}
