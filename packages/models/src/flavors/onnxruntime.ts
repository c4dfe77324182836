import { loadLibrary } from './library.ts'

/** What is used of onnxruntime-node, and of its twin in WebAssembly. */
export interface OnnxRuntime {
  InferenceSession: { create(path: string, options?: object): Promise<OnnxSession> }
  Tensor: new (type: string, data: unknown, dims: readonly number[]) => OnnxTensor
}

export interface OnnxTensor {
  readonly type: string
  readonly dims: readonly number[]
  readonly data: ArrayLike<number | bigint | string>
}

interface ValueFacts {
  name: string
  isTensor: boolean
  type?: string
  shape?: readonly (number | string)[]
}

export interface OnnxSession {
  readonly inputMetadata: readonly ValueFacts[]
  readonly outputMetadata: readonly ValueFacts[]
  run(feeds: Readonly<Record<string, OnnxTensor>>): Promise<Readonly<Record<string, OnnxTensor>>>
  release(): Promise<void>
}

/**
 * The ONNX runtime: beside Millrace, in the current folder, or in the folder that MILLRACE_ONNXRUNTIME names.
 * @throws MissingLibrary
 */
export function loadOnnxRuntime(env: NodeJS.ProcessEnv): Promise<OnnxRuntime> {
  return loadLibrary({
    // The native runtime is faster; that in WebAssembly runs anywhere.
    packages: ['onnxruntime-node', 'onnxruntime-web'],
    purpose: 'A model in ONNX',
    advised: 'onnxruntime-node',
    folder: env.MILLRACE_ONNXRUNTIME,
  })
}
