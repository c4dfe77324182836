import { type ErrorBody, MlflowError } from '@millrace/contract'
import type { ColumnType, Schema } from '../signature.ts'
import { tuple } from './tensors.ts'

/** The data do not fit the model's signature. */
export class SchemaError extends MlflowError {
  constructor(schema: Schema, why: string) {
    super(
      'INVALID_PARAMETER_VALUE',
      `Failed to enforce schema of data with schema '${showSchema(schema)}'. Error: ${why}`,
    )
  }

  override toJSON(): ErrorBody {
    return { ...super.toJSON(), sqlstate: 'KAM01', error_class: 'SCHEMA_ENFORCEMENT_FAILED' }
  }
}

/** As MLflow shows a schema in its messages. */
function showSchema(schema: Schema): string {
  const specs = schema.map((spec) => {
    const name = spec.name === undefined ? '' : `'${spec.name}': `
    if (spec.kind === 'tensor') return `${name}Tensor('${spec.dtype}', ${tuple(spec.shape)})`
    return `${name}${showType(spec.type)} (${spec.required ? 'required' : 'optional'})`
  })
  return `[${specs.join(', ')}]`
}

function showType(type: ColumnType): string {
  if (typeof type === 'string') return type
  if ('array' in type) return `Array(${showType(type.array)})`
  if ('map' in type) return `Map(str -> ${showType(type.map)})`
  const properties = type.object.map(
    ({ name, type, required }) => `${name}: ${showType(type)} (${required ? 'required' : 'optional'})`,
  )
  return `{${properties.join(', ')}}`
}
