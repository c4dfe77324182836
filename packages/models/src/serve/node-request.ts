import type { LoadedModel } from '../flavors/flavor.ts'
import { conversionOf, refuseInCsv, refuseInTable, refuseInValues } from '../scoring/convert.ts'
import { csvSource } from '../scoring/csv.ts'
import { csvTable } from '../scoring/csv-columns.ts'
import type { ModelInput } from '../scoring/input.ts'
import { readParams } from '../scoring/params.ts'
import { invalidInput, type Payload, PROTOCOL_CHANGE, parsePayload } from '../scoring/payload.ts'
import { readInput } from '../scoring/read-input.ts'
import { SchemaError } from '../scoring/schema-error.ts'
import { Doubt, readTable } from '../scoring/table.ts'
import { isTensorSchema, type Schema, type Signature } from '../signature.ts'
import { JSON_TYPE, type ScoringRequest } from './scorer.ts'

/** What a request asks of a model, checked against its signature. */
export interface NodeRequest {
  input: ModelInput | { kind: 'any'; value: unknown }
  params: Record<string, unknown>
  /** A chat or its like, whose answer stands by itself. */
  isLlm: boolean
}

/** A request of a type, or a charset, that is not served. */
export class Unsupported extends Error {}

const IN_TABLE = conversionOf(refuseInTable)
const IN_VALUES = conversionOf(refuseInValues)
const IN_CSV = conversionOf(refuseInCsv)

/** @throws Unsupported, or MlflowError worded as MLflow does */
export function readRequest(model: LoadedModel, signature: Signature, request: ScoringRequest): NodeRequest {
  const [mime = '', ...parameters] = request.contentType.split(';').map((part) => part.trim())
  assertParameters(parameters)
  if (mime === 'text/csv') return csvRequest(request.body, signature)
  if (mime === JSON_TYPE) return jsonRequest(parsePayload(request.body.toString('utf8')), model, signature)
  throw new Unsupported(
    `This predictor only supports the following content types: Types: ['text/csv', 'application/json']. Got '${request.contentType}'.`,
  )
}

function csvRequest(body: Buffer, signature: Signature): NodeRequest {
  const input = csvTable(body, signature.inputs)?.table ?? csvInput(body.toString('utf8'), signature.inputs)
  return { input, params: readParams(undefined, signature.params), isLlm: false }
}

function csvInput(text: string, declared: Schema | undefined): NodeRequest['input'] {
  const source = csvSource(text)
  const input = enforced(declared, (schema) => {
    if (!isTensorSchema(schema)) return readTable(source, schema, IN_CSV)
    throw new Doubt('CSV holds no tensors')
  })
  return input ?? rowsOf(source)
}

/** What a payload asks of a model. */
export function jsonRequest(payload: Payload, model: LoadedModel, signature: Signature): NodeRequest {
  const isLlm = payload.format === 'llm'
  const params = readParams(payload.params, signature.params)
  return { input: inputOf(payload, signature.inputs ?? schemaOf(model, payload)), params, isLlm }
}

function schemaOf(model: LoadedModel, payload: Payload): Schema | undefined {
  return payload.format === 'llm' ? undefined : model.schemaFor?.(payload)
}

function rowsOf({ rows, names, value }: ReturnType<typeof csvSource>): { kind: 'any'; value: unknown } {
  const row = (_: unknown, index: number) =>
    Object.fromEntries(names.map((name) => [name, value(index, name)]))
  return { kind: 'any', value: Array.from({ length: rows }, row) }
}

function inputOf(payload: Payload, schema: Schema | undefined): NodeRequest['input'] {
  const conversion = payload.format === 'inputs' || payload.format === 'instances' ? IN_VALUES : IN_TABLE
  const input = enforced(schema, (declared) => readInput(payload, declared, conversion))
  return input ?? { kind: 'any', value: payload.data }
}

function enforced(schema: Schema | undefined, read: (schema: Schema) => ModelInput): ModelInput | undefined {
  if (schema === undefined) return undefined
  try {
    return read(schema)
  } catch (error) {
    if (!(error instanceof Doubt)) throw error
    throw error.of === 'schema' ? new SchemaError(schema, error.message) : invalidInput(error.message)
  }
}

function assertParameters(parameters: readonly string[]): void {
  const pairs = parameters.map((pair) => pair.split('=', 2) as [string, string | undefined])
  const charset = pairs.find(([name]) => name === 'charset')?.[1] ?? 'utf-8'
  if (charset.toLowerCase() !== 'utf-8') throw new Unsupported('The scoring server only supports UTF-8')
  const unknown = pairs.map(([name]) => name).filter((name) => name !== 'charset')
  if (unknown.length === 0) return
  throw new Unsupported(`Unrecognized content type parameters: ${unknown.join(', ')}. ${PROTOCOL_CHANGE}`)
}
