import { join } from 'node:path'
import { safePath } from '@millrace/artifacts'
import type { Tensor } from '../scoring/input.ts'
import { asArrays, asRecords } from './arrays-json.ts'
import type { NativeFlavor } from './flavor.ts'
import { graphModel, isOfAnyRows } from './graph-model.ts'
import { MissingLibrary } from './library.ts'
import { loadOnnxRuntime, type OnnxRuntime, type OnnxSession, type OnnxTensor } from './onnxruntime.ts'

/** Models in ONNX, with the habits of `mlflow.onnx`. */
export const onnx: NativeFlavor = {
  name: 'onnx',
  async load(folder, settings) {
    const runtime = await loadOnnxRuntime(process.env)
    const file = join(folder, safePath(String(settings.data ?? 'model.onnx')))
    const session = await runtime.InferenceSession.create(file, { logSeverityLevel: 3 })
    const other = session.outputMetadata.find(({ isTensor }) => !isTensor)
    // scikit-learn's classifiers answer with maps, unless they were converted with zipmap=False.
    if (other)
      throw new MissingLibrary(`The output ${other.name} of the model is no tensor, which Node cannot read.`)
    return graphModel({
      inputs: session.inputMetadata,
      takesAnyRows: isOfAnyRows(session.inputMetadata),
      run: (tensors) => run(runtime, session, tensors),
      write: (outputs, kind) => (kind === 'table' ? asRecords(outputs) : asArrays(outputs)),
      close: () => session.release(),
    })
  },
}

async function run(runtime: OnnxRuntime, session: OnnxSession, tensors: ReadonlyMap<string, Tensor>) {
  const types = new Map(session.inputMetadata.map(({ name, type }) => [name, type]))
  const feeds = [...tensors].map(([name, tensor]) => [name, feed(runtime, tensor, types.get(name))])
  const outputs = await session.run(Object.fromEntries(feeds))
  return session.outputMetadata.map(({ name }) => {
    const { type, dims, data } = outputs[name] as OnnxTensor
    return { name, type, dims, data }
  })
}

/** As mlflow.onnx: 64-bit floats become 32-bit ones where the model wants these. */
function feed(runtime: OnnxRuntime, { dtype, data, shape }: Tensor, wanted: string | undefined): OnnxTensor {
  const isNarrowed = wanted === 'float32' && dtype === 'float64'
  const values = isNarrowed ? Float32Array.from(data as Float64Array) : data
  return new runtime.Tensor(isNarrowed ? 'float32' : onnxType(dtype), values, shape)
}

function onnxType(dtype: string): string {
  return dtype === 'str' || dtype === 'object' ? 'string' : dtype
}
