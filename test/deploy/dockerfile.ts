import { readFileSync } from 'node:fs'

export interface Instruction {
  readonly name: string
  readonly text: string
}

/** The instructions of a Dockerfile, each on one line, comments left out. */
export function readDockerfile(path: string): Instruction[] {
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .replace(/\\\n\s*/g, ' ')
    .split('\n')
  return lines.filter(Boolean).map((line) => {
    const [, name = '', text = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? []
    if (name === '') throw new Error(`No instruction: ${line}`)
    return { name, text }
  })
}

/** Instructions from each FROM to the next. */
export function stagesOf(instructions: readonly Instruction[]): Instruction[][] {
  const stages: Instruction[][] = []
  for (const instruction of instructions) {
    if (instruction.name === 'FROM') stages.push([])
    stages.at(-1)?.push(instruction)
  }
  return stages
}

/** `KEY=value`, quoted or not, as ENV and LABEL write them. */
export function pairsOf(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/([\w.]+)=("[^"]*"|\S*)/g)]
  return Object.fromEntries(pairs.map(([, key, value = '']) => [key, value.replace(/^"|"$/g, '')]))
}

/** Whether a `.dockerignore` keeps a path out of the build: the last line that speaks of it, or of a folder above it, counts. */
export function ignoreRules(path: string): (file: string) => boolean {
  const rules = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({ keeps: line.startsWith('!'), pattern: patternOf(line.replace(/^!/, '')) }))
  return (file) => rules.findLast(({ pattern }) => pattern.test(file))?.keeps === false
}

function patternOf(glob: string): RegExp {
  const parts = glob.split(/(\*\*\/|\*)/).map((part) => {
    if (part === '**/') return '(?:.*/)?'
    return part === '*' ? '[^/]*' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')
  })
  return new RegExp(`^${parts.join('')}(?:/|$)`)
}
