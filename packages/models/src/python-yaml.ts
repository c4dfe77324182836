import { stringify } from 'yaml'

/** PyYAML breaks a line at the first space behind this column. */
const WIDTH = 80

/** YAML as PyYAML's `safe_dump(default_flow_style=False)` writes it, `sorted` with keys in order. */
export function pythonYaml(value: object, { sorted = false } = {}): string {
  return `${block(value, 0, sorted).join('\n')}\n`
}

function block(value: object, indent: number, sorted: boolean): string[] {
  const margin = ' '.repeat(indent)
  if (Array.isArray(value)) {
    if (value.length === 0) return [`${margin}[]`]
    return value.flatMap((item) => attach(`${margin}-`, ' ', item, indent + 2, sorted))
  }
  const entries = Object.entries(value).filter(([, member]) => member !== undefined)
  if (entries.length === 0) return [`${margin}{}`]
  if (sorted) entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return entries.flatMap(([name, member]) => {
    const key = `${margin}${scalar(name)}:`
    if (!isFilled(member)) return attach(key, ' ', member, indent + 2, sorted)
    // A list stands under its key without a margin of its own.
    return [key, ...block(member, Array.isArray(member) ? indent : indent + 2, sorted)]
  })
}

/** The value behind `head`: on the same line, or, of a nested block, its first line. */
function attach(head: string, space: string, value: unknown, indent: number, sorted: boolean): string[] {
  if (typeof value !== 'object' || value === null) return [fold(`${head}${space}`, scalar(value), indent)]
  const [first = '', ...rest] = block(value, indent, sorted)
  return [`${head}${space}${first.trimStart()}`, ...rest]
}

function isFilled(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0
}

function scalar(value: unknown): string {
  // YAML 1.1 is what PyYAML reads: it quotes what that would take for a date or a boolean.
  return stringify(value, { schema: 'yaml-1.1', singleQuote: true, lineWidth: 0, nullStr: 'null' }).trimEnd()
}

function fold(head: string, text: string, indent: number): string {
  if (head.length + text.length <= WIDTH || text.startsWith('"') || text.includes('\n')) return head + text
  const lines: string[] = []
  let line = head
  for (const [index, word] of text.split(/(?<! ) (?! )/).entries()) {
    if (index === 0) line += word
    else if (line.length > WIDTH) {
      lines.push(line)
      line = ' '.repeat(indent) + word
    } else line += ` ${word}`
  }
  return [...lines, line].join('\n')
}
