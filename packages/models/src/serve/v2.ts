import type { IncomingMessage } from 'node:http'
import { invalidParameter, MlflowError } from '@millrace/contract'
import { isRecord } from '../is-record.ts'
import { parsePythonJson } from '../python-json.ts'
import {
  type ColumnSpec,
  isTensorSchema,
  type Schema,
  type Signature,
  type TensorSpec,
} from '../signature.ts'
import { type Answer, jsonAnswer, type ServingContext } from './context.ts'
import { readBody } from './read-body.ts'
import { JSON_TYPE } from './scorer.ts'

interface V2Tensor {
  name: string
  datatype: string
  shape: number[]
  data: unknown[]
}

/** Types of the V2 protocol by those of a signature. */
const DATATYPES: Readonly<Record<string, string>> = {
  boolean: 'BOOL',
  integer: 'INT32',
  long: 'INT64',
  float: 'FP32',
  double: 'FP64',
  string: 'BYTES',
  binary: 'BYTES',
  datetime: 'BYTES',
  bool: 'BOOL',
  int8: 'INT8',
  int16: 'INT16',
  int32: 'INT32',
  int64: 'INT64',
  uint8: 'UINT8',
  uint16: 'UINT16',
  uint32: 'UINT32',
  uint64: 'UINT64',
  float32: 'FP32',
  float64: 'FP64',
  str: 'BYTES',
}

/** The V2 inference protocol, as KServe, Triton and MLServer speak it. */
export async function answerV2(
  context: ServingContext,
  request: IncomingMessage,
  path: string,
): Promise<Answer> {
  const { name, draining } = context
  const ready = draining ? 503 : 200
  const model = `/v2/models/${encodeURIComponent(name)}`
  const reads: Readonly<Record<string, () => Answer>> = {
    '/v2': () => jsonAnswer(200, { name: 'millrace', version: context.scorer.version, extensions: [] }),
    '/v2/health/live': () => jsonAnswer(200, { live: true }),
    '/v2/health/ready': () => jsonAnswer(ready, { ready: !draining }),
    [model]: () => jsonAnswer(200, describe(context)),
    [`${model}/ready`]: () => jsonAnswer(ready, { name, ready: !draining }),
  }
  if (request.method === 'GET' && Object.hasOwn(reads, path)) return (reads[path] as () => Answer)()
  if (request.method === 'POST' && path === `${model}/infer`) return infer(context, request)
  return jsonAnswer(404, { error: `There is no ${request.method} ${path}` })
}

function describe({ name, signature }: ServingContext): object {
  const specs = (schema: Schema | undefined, kind: string) =>
    (schema ?? []).map((spec, place) => ({
      name: spec.name ?? `${kind}-${place}`,
      datatype: declaredType(spec),
      shape: spec.kind === 'tensor' ? spec.shape : [-1],
    }))
  const { inputs, outputs } = signature
  return { name, platform: 'mlflow', inputs: specs(inputs, 'input'), outputs: specs(outputs, 'output') }
}

function declaredType(spec: ColumnSpec | TensorSpec): string {
  return DATATYPES[spec.kind === 'tensor' ? spec.dtype : String(spec.type)] ?? 'BYTES'
}

async function infer(context: ServingContext, request: IncomingMessage): Promise<Answer> {
  const { scorer, signature, name, maxBody } = context
  try {
    const { id, inputs, parameters } = readRequest(await readBody(request, maxBody))
    const asked = { inputs: asInputs(inputs, signature), ...(parameters && { params: parameters }) }
    const body = Buffer.from(JSON.stringify(asked))
    const reply = await scorer.answer({ contentType: JSON_TYPE, body })
    const text = reply.body.toString()
    const answer = parsePythonJson(text) as { predictions?: unknown; message?: string }
    if (reply.status !== 200) return jsonAnswer(reply.status, { error: answer.message ?? text })
    const outputs = asOutputs(answer.predictions, typesOf(signature.outputs, text))
    return jsonAnswer(200, { model_name: name, ...(id !== undefined && { id }), outputs })
  } catch (error) {
    if (error instanceof MlflowError) return jsonAnswer(error.status, { error: error.message })
    throw error
  }
}

interface V2Request {
  id?: string
  inputs: V2Tensor[]
  parameters?: object
}

function readRequest(body: Buffer): V2Request {
  let value: unknown
  try {
    value = JSON.parse(body.toString('utf8'))
  } catch (error) {
    throw invalidParameter(`The request is not JSON: ${(error as Error).message}`)
  }
  const request = value as V2Request | null
  if (!Array.isArray(request?.inputs) || request.inputs.length === 0) {
    throw invalidParameter('inputs must be a list of tensors')
  }
  for (const { name, shape, data } of request.inputs) {
    const isTensor = typeof name === 'string' && Array.isArray(shape) && shape.every(Number.isSafeInteger)
    if (!isTensor || !Array.isArray(data)) throw invalidParameter('an input needs name, shape and data')
  }
  return request
}

/** As MLflow's `inputs`: an array where the model's input has no name, else one for each name. */
function asInputs(tensors: readonly V2Tensor[], { inputs }: Signature): unknown {
  const [first] = tensors
  if (inputs && isTensorSchema(inputs) && inputs[0]?.name === undefined && first) return nested(first)
  return Object.fromEntries(tensors.map((tensor) => [tensor.name, nested(tensor)]))
}

function nested({ name, shape, data }: V2Tensor): unknown {
  let values = data.flat(Number.POSITIVE_INFINITY)
  const length = shape.reduce((product, size) => product * size, 1)
  if (values.length !== length)
    throw invalidParameter(`${name} has ${values.length} values, its shape wants ${length}`)
  for (const size of shape.slice(1).reverse()) {
    values = Array.from({ length: values.length / size }, (_, row) =>
      values.slice(row * size, (row + 1) * size),
    )
  }
  return values
}

type TypeOf = (name: string, place: number, values: readonly unknown[]) => string

/** The types of outputs as declared, else by their values; a float is always written with a point or an exponent. */
function typesOf(declared: Schema | undefined, text: string): TypeOf {
  const numbers = /\d[.e]|NaN|Infinity/.test(text) ? 'FP64' : 'INT64'
  return (name, place, values) => {
    const spec = declared?.find((one) => one.name === name) ?? declared?.[place]
    if (spec && (spec.name === undefined || spec.name === name)) return declaredType(spec)
    if (values.every((value) => typeof value === 'boolean')) return 'BOOL'
    return values.every((value) => typeof value === 'number' || value === null) ? numbers : 'BYTES'
  }
}

function asOutputs(predictions: unknown, typeOf: TypeOf): V2Tensor[] {
  return Object.entries(byName(predictions)).map(([name, value], place) => {
    const list = Array.isArray(value) ? value : [value]
    const shape: number[] = []
    for (let level: unknown = list; Array.isArray(level); level = level[0]) shape.push(level.length)
    const data = list.flat(Number.POSITIVE_INFINITY)
    return { name, shape, datatype: typeOf(name, place, data), data }
  })
}

/** Records become a list for each name. */
function byName(predictions: unknown): Record<string, unknown> {
  if (isRecord(predictions)) return predictions
  if (!Array.isArray(predictions) || predictions.length === 0 || !predictions.every(isRecord)) {
    return { 'output-0': predictions }
  }
  const names = Object.keys(predictions[0] ?? {})
  return Object.fromEntries(names.map((name) => [name, predictions.map((row) => row[name])]))
}
