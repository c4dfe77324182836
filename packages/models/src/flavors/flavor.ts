import type { Flavor, MlModel } from '../mlmodel.ts'
import type { ModelInput } from '../scoring/input.ts'
import type { Payload } from '../scoring/payload.ts'
import type { Schema } from '../signature.ts'

/** A model that is loaded in this process. */
export interface LoadedModel {
  /**
   * Predictions as JSON text with Python's separators.
   * @param input what the signature asked for; what the request held, when there is none
   */
  predict(
    input: ModelInput | { kind: 'any'; value: unknown },
    params: Readonly<Record<string, unknown>>,
  ): Promise<string>
  /**
   * The predictions for each part of the rows, `parts` telling how many rows each has; undefined where they cannot be
   * told apart. Only of models that may be given the rows of several requests together.
   */
  predictParts?(
    input: ModelInput,
    params: Readonly<Record<string, unknown>>,
    parts: readonly number[],
  ): Promise<string[] | undefined>
  /**
   * The parts of a prediction as they come, each as JSON text. It ends early when the signal is aborted.
   * @param input as for `predict`
   */
  predictStream?(
    input: ModelInput | { kind: 'any'; value: unknown },
    params: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
  ): AsyncIterable<string>
  /** What a model whose MLmodel declares no inputs takes of a request, where it knows that itself. */
  schemaFor?(payload: Payload): Schema
  close(): Promise<void>
}

/** How Node loads models of one flavour. */
export interface NativeFlavor {
  /** Its key in the MLmodel file. */
  readonly name: string
  /** @throws Error when the library it needs is not installed, or the model is damaged */
  load(folder: string, settings: Flavor, model: MlModel): Promise<LoadedModel>
}
