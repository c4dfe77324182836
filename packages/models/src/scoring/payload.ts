import { MlflowError } from '@millrace/contract'
import { parsePythonJson } from '../python-json.ts'

const FORMATS = ['dataframe_split', 'dataframe_records', 'instances', 'inputs'] as const
type Format = (typeof FORMATS)[number]

/** With one of these a body goes to the model as it is: a chat, a completion, an embedding. */
const LLM_KEYS = ['messages', 'prompt', 'input']

export interface Payload {
  /** `llm` for a body that goes to the model as it is. */
  format: Format | 'llm'
  data: unknown
  params: unknown
}

/**
 * What a JSON request holds.
 * @throws MlflowError BAD_REQUEST, worded as MLflow does
 */
export function parsePayload(text: string): Payload {
  const body = parseBody(text)
  if (Array.isArray(body)) throw invalidInput(`${REQUIRED}. Received a list.`)
  if (typeof body !== 'object' || body === null) {
    throw invalidInput(`${REQUIRED}. Received unexpected input type '<class '${pythonTypeOf(body)}'>.`)
  }
  const fields = body as Record<string, unknown>
  if (LLM_KEYS.some((key) => key in fields)) return { format: 'llm', data: fields, params: undefined }
  const formats = Object.keys(fields).filter(isFormat)
  const [format] = formats
  if (format === undefined || formats.length !== 1) {
    const given = formats.map((name) => `'${name}'`).join(', ')
    throw badRequest(`${REQUIRED}. Received dictionary with input fields: [${given}]. ${PROTOCOL_CHANGE}`)
  }
  return { format, data: fields[format], params: fields.params }
}

function isFormat(name: string): name is Format {
  return FORMATS.includes(name as Format)
}

function parseBody(text: string): unknown {
  try {
    return parsePythonJson(text)
  } catch (error) {
    throw invalidInput(
      `Ensure that input is a valid JSON formatted string. Error: '${(error as Error).message}'`,
    )
  }
}

/** The name of Python's type of a JSON value. */
export function pythonTypeOf(value: unknown): string {
  if (value === null || value === undefined) return 'NoneType'
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float'
  return { string: 'str', boolean: 'bool' }[typeof value as string] ?? 'dict'
}

export function badRequest(message: string): MlflowError {
  return new MlflowError('BAD_REQUEST', message)
}

export function invalidInput(message: string): MlflowError {
  return badRequest(`Invalid input. ${message}`)
}

const REQUIRED = `The input must be a JSON dictionary with exactly one of the input fields {${FORMATS.map((f) => `'${f}'`).join(', ')}}`

export const PROTOCOL_CHANGE = [
  'IMPORTANT: The MLflow Model scoring protocol has changed in MLflow version 2.0.',
  'If you are seeing this error, you are likely using an outdated scoring request format.',
  "To resolve the error, either update your request format or adjust your MLflow Model's requirements file to specify",
  "an older version of MLflow (for example, change the 'mlflow' requirement specifier to 'mlflow==1.30.0').",
  'If you are making a request using the MLflow client (e.g. via `mlflow.pyfunc.spark_udf()`), upgrade your MLflow client',
  'to a version >= 2.0 in order to use the new request format.',
  'For more information about the updated MLflow Model scoring protocol in MLflow 2.0, see',
  'https://mlflow.org/docs/latest/models.html#deploy-mlflow-models.',
].join(' ')
