import { emit, fact } from './io.ts'

interface Field {
  type: string
  label: 'optional' | 'repeated' | 'map'
  number: number
  json_name?: string
  message?: string
  enum?: string
  map_key?: string
  map_value?: string
  default?: unknown
}
interface MessageFacts {
  messages: Record<string, { fields: Record<string, Field> }>
}
interface EnumFacts {
  enums: Record<string, { values: Record<string, number> }>
}

const SCALARS: Record<string, string> = {
  string: 'string',
  bool: 'boolean',
  int32: 'number',
  int64: 'Int64',
  float: 'Double',
  double: 'Double',
}

/** `mlflow.LogBatch.Response` → `LogBatchResponse`; `mlflow.artifacts.X` → `ArtifactsX`. */
function typeName(full: string): string {
  const parts = full.replace(/^mlflow\./, '').split('.')
  return parts.map((p) => p.replace(/(^|_)([a-z])/g, (_, _u, c: string) => c.toUpperCase())).join('')
}

function fieldType(field: Field): string {
  if (field.label === 'map') return `Record<string, ${SCALARS[field.map_value ?? 'string'] ?? 'unknown'}>`
  const one = field.message?.startsWith('mlflow.')
    ? typeName(field.message)
    : field.enum
      ? typeName(field.enum)
      : (SCALARS[field.type] ?? 'unknown')
  return field.label === 'repeated' ? `${one}[]` : one
}

function descriptor(field: Field): string {
  const parts: string[] = []
  if (field.label === 'map') parts.push("type: 'map'")
  else if (field.type === 'message')
    parts.push(
      field.message?.startsWith('mlflow.')
        ? `type: 'message', message: () => ${typeName(field.message)}`
        : "type: 'any'",
    )
  else if (field.type === 'enum') parts.push(`type: 'enum', values: ${typeName(field.enum ?? '')}Values`)
  else parts.push(`type: '${field.type}'`)
  if (field.label === 'repeated') parts.push('repeated: true')
  if (field.json_name) parts.push(`camel: '${field.json_name}'`)
  if (field.default !== undefined && field.default !== null)
    parts.push(`default: ${JSON.stringify(field.default)}`)
  return `{ ${parts.join(', ')} }`
}

function messageSource(full: string, fields: [string, Field][]): string {
  const name = typeName(full)
  const members = fields.map(([key, f]) => `  ${key}?: ${fieldType(f)}`).join('\n')
  const descriptors = fields.map(([key, f]) => `  ${key}: ${descriptor(f)},`).join('\n')
  return (
    `export interface ${name} {\n${members}\n}\n` +
    `export const ${name}: Message<${name}> = /* @__PURE__ */ message('${name}', {\n${descriptors}\n})\n`
  )
}

function enumSource(full: string, values: Record<string, number>): string {
  const name = typeName(full)
  const entries = Object.entries(values).sort((a, b) => a[1] - b[1])
  return (
    `export const ${name}Values = {\n${entries.map(([k, v]) => `  ${k}: ${v},`).join('\n')}\n} as const\n` +
    `export type ${name} = keyof typeof ${name}Values\n`
  )
}

/** Every protobuf message and enum of the wire, as a type and as the table that its decoder reads. */
export function generateMessages(): string[] {
  const { messages } = JSON.parse(fact('messages.json')) as MessageFacts
  const { enums } = JSON.parse(fact('enums.json')) as EnumFacts
  const enumBody = Object.entries(enums)
    .filter(([name]) => name !== 'mlflow.ErrorCode')
    .map(([name, e]) => enumSource(name, e.values))
  const body = Object.entries(messages).map(([name, m]) =>
    messageSource(
      name,
      Object.entries(m.fields).sort((a, b) => a[1].number - b[1].number),
    ),
  )
  const head = "import { type Double, type Int64, type Message, message } from '../message.ts'\n\n"
  return [
    emit(
      'packages/contract/src/generated/messages.ts',
      'facts/messages.json and facts/enums.json',
      head + [...enumBody, ...body].join('\n'),
    ),
  ]
}
