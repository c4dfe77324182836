/** One input, output or parameter of a model, as its signature has it. */
export interface Field {
  name?: string
  type?: unknown
  required?: boolean
  default?: unknown
  'tensor-spec'?: { dtype?: string; shape?: number[] }
  [more: string]: unknown
}

export const PARTS = ['inputs', 'outputs', 'params'] as const
type Part = (typeof PARTS)[number]

export interface MlModel {
  flavors: string[]
  /** The file of a model in JavaScript, where it is named. */
  module?: string | undefined
  signature: Partial<Record<Part, Field[]>>
}

/**
 * Reads what the page shows of an `MLmodel`: a file of YAML that MLflow's clients write, so of one fixed form — maps below
 * each other, and a signature whose parts are JSON in a string.
 */
export function readMlModel(text: string): MlModel {
  const top = sections(text.split(/\r?\n/))
  const signature = sections(top.get('signature') ?? [])
  const parts = PARTS.flatMap((part) => {
    const fields = readFields(signature.get(part) ?? [])
    return fields ? [[part, fields] as const] : []
  })
  const flavors = sections(top.get('flavors') ?? [])
  const module = scalar(sections(flavors.get('javascript') ?? []).get('module') ?? [])
  return {
    flavors: [...flavors.keys()],
    ...(module && { module }),
    signature: Object.fromEntries(parts),
  }
}

const KEY = /^([\w.-]+):(?:\s+(.*))?$/

/** The keys of a map, each with the lines of its value; what is indented belongs to the key above. */
function sections(lines: string[]): Map<string, string[]> {
  const found = new Map<string, string[]>()
  let current: string[] | undefined
  const indent = lines.find((line) => line.trim())?.search(/\S/) ?? 0
  for (const line of lines) {
    const [, key, value = ''] = KEY.exec(line.slice(indent)) ?? []
    if (key === undefined) {
      current?.push(line)
      continue
    }
    current = value ? [value] : []
    found.set(key, current)
  }
  return found
}

function readFields(lines: string[]): Field[] | undefined {
  try {
    const fields: unknown = JSON.parse(scalar(lines))
    return Array.isArray(fields) ? fields : undefined
  } catch {
    return undefined
  }
}

/** A long string is folded over lines: a break stands for a space, and after a backslash for nothing. */
function scalar(lines: string[]): string {
  const text = lines
    .map((line) => line.trim())
    .join('\n')
    .replace(/\\\n(\\ )?/g, (_, space) => (space ? ' ' : ''))
    .replaceAll('\n', ' ')
    .trim()
  if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'")
  return text.startsWith('"') ? String(JSON.parse(text)) : text
}

/** The type of a field in a few words. */
export function typeOf({ type, 'tensor-spec': tensor, ...rest }: Field): string {
  if (tensor) return `${tensor.dtype ?? 'tensor'} [${tensor.shape?.join(', ') ?? ''}]`
  if (type === 'array') return `array<${typeOf((rest.items ?? {}) as Field)}>`
  if (type === 'map') return `map<${typeOf((rest.values ?? {}) as Field)}>`
  if (type === 'object' && rest.properties) {
    const fields = Object.entries(rest.properties).map(
      ([name, field]) => `${name}: ${typeOf(field as Field)}`,
    )
    return `{${fields.join(', ')}}`
  }
  return typeof type === 'string' ? type : ''
}
