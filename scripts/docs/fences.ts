/** Fenced code blocks, and what the first line of each says about running it (docs/extend/docs.md). */

/** Languages that a test can run. */
export const RUNNABLE = ['sh', 'python', 'ts', 'js', 'r', 'java'] as const
export type Runnable = (typeof RUNNABLE)[number]

/** Languages of what is read, not run. */
export const READABLE: readonly string[] = [
  ...['text', 'json', 'yaml', 'http', 'mermaid', 'csv', 'ini', 'toml', 'dockerfile', 'groovy', 'sql'],
  ...['diff', 'md', 'nginx', 'xml', 'html', 'css'],
]

/** Why a block that could run is not run. */
export const REASONS: readonly string[] = ['illustration', 'install', 'outside', 'deletes']

export interface Fence {
  readonly language: string
  /** What follows the language: words, and `name=value`. */
  readonly marks: ReadonlyMap<string, string>
  readonly code: string
  /** Of its first line, counted from 1. */
  readonly line: number
}

const OPENING = /^([ \t]*(?:> ?)*)(`{3,}|~{3,})\s*([^`]*)$/

export function fencesOf(markdown: string): Fence[] {
  const fences: Fence[] = []
  const lines = markdown.split('\n')
  for (let at = 0; at < lines.length; at++) {
    const [, indent, marker, info] = OPENING.exec(lines[at] ?? '') ?? []
    if (marker === undefined) continue
    const end = endOf(lines, at + 1, marker)
    const code = lines.slice(at + 1, end).map((line) => withoutIndent(line, indent ?? ''))
    fences.push({ ...parseInfo(info ?? ''), code: code.join('\n'), line: at + 1 })
    at = end
  }
  return fences
}

/** The text with its fenced blocks emptied, line for line. */
export function withoutFences(markdown: string): string {
  const lines = markdown.split('\n')
  for (const { line, code } of fencesOf(markdown)) {
    const inside = code === '' ? 0 : code.split('\n').length
    for (let at = line - 1; at <= line + inside && at < lines.length; at++) lines[at] = ''
  }
  return lines.join('\n')
}

function endOf(lines: readonly string[], from: number, marker: string): number {
  const closing = new RegExp(`^[ \\t]*(?:> ?)*\\${marker[0]}{${marker.length},}\\s*$`)
  const end = lines.findIndex((line, at) => at >= from && closing.test(line))
  return end === -1 ? lines.length : end
}

function withoutIndent(line: string, indent: string): string {
  return line.startsWith(indent) ? line.slice(indent.length) : line.trimStart()
}

function parseInfo(info: string): Pick<Fence, 'language' | 'marks'> {
  const [language = '', ...words] = info.trim().split(/\s+/)
  if (language === 'mermaid') return { language, marks: new Map([['caption', words.join(' ')]]) }
  const marks = words.map((word): [string, string] => {
    const [name = '', ...value] = word.split('=')
    return [name, value.join('=')]
  })
  return { language, marks: new Map(marks) }
}

export function isRunnable(language: string): language is Runnable {
  return (RUNNABLE as readonly string[]).includes(language)
}
