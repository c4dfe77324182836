import { invalidParameter } from '@millrace/contract'
import type { ParamSpec, ScalarType } from '../signature.ts'
import { pythonTypeOf } from './payload.ts'

/**
 * The parameters that a model declares, as given or by default. What it does not declare is left out.
 * @throws MlflowError INVALID_PARAMETER_VALUE naming each that is of the wrong type or shape
 */
export function readParams(given: unknown, specs: readonly ParamSpec[] | undefined): Record<string, unknown> {
  if (specs === undefined) return {}
  const params = given ?? {}
  if (typeof params !== 'object' || Array.isArray(params)) {
    throw invalidParameter(`Parameters must be a dictionary. Got type '${pythonTypeOf(params)}'.`)
  }
  const values: Record<string, unknown> = {}
  const wrong: string[] = []
  for (const spec of specs) {
    const isGiven = Object.hasOwn(params, spec.name)
    const value = isGiven ? (params as Record<string, unknown>)[spec.name] : spec.default
    const reason = isGiven ? reasonAgainst(value, spec) : undefined
    if (reason === undefined) values[spec.name] = value
    else wrong.push(`('${spec.name}', "${reason}")`)
  }
  if (wrong.length > 0) throw invalidParameter(`Invalid parameters found: {${wrong.join(', ')}}`)
  return values
}

function reasonAgainst(value: unknown, { type, shape }: ParamSpec): string | undefined {
  if (typeof type !== 'string')
    return typeof value === 'object' && !Array.isArray(value) ? undefined : 'Value must be an object'
  if (shape === null) return reasonAgainstScalar(value, type)
  if (!Array.isArray(value)) return `Value must be a 1D array with shape (-1,), got ${JSON.stringify(value)}`
  return value.map((item) => reasonAgainstScalar(item, type)).find((reason) => reason !== undefined)
}

function reasonAgainstScalar(value: unknown, type: ScalarType): string | undefined {
  if (value === null || FITS[type](value)) return undefined
  return `Can not safely convert \`<class '${pythonTypeOf(value)}'>\` to \`${type}\` for value \`${JSON.stringify(value)}\``
}

const isNumber = (value: unknown) => typeof value === 'number'

const FITS: Readonly<Record<ScalarType, (value: unknown) => boolean>> = {
  boolean: (value) => typeof value === 'boolean',
  integer: Number.isInteger,
  long: Number.isInteger,
  float: isNumber,
  double: isNumber,
  string: (value) => typeof value === 'string',
  binary: (value) => typeof value === 'string',
  datetime: (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
}
