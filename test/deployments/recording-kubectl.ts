import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What it answers to words that match; nothing, with success, to all others. The first that matches counts. */
export type KubectlAnswers = readonly (readonly [pattern: string, answer: KubectlAnswer])[]

interface KubectlAnswer {
  readonly stdout?: string
  readonly stderr?: string
  readonly code?: number
  /** It goes on until it is told to end. */
  readonly stays?: boolean
}

export interface RecordingKubectl {
  /** The folder to put into the PATH. */
  readonly folder: string
  calls(): { readonly words: string; readonly stdin: string }[]
}

/** In the place of kubectl and of a cluster: it writes down with what it was called, and says what it was told to. */
export function recordingKubectl(folder: string, answers: KubectlAnswers): RecordingKubectl {
  const [bin, log] = [join(folder, 'bin'), join(folder, 'kubectl.log')]
  mkdirSync(bin, { recursive: true })
  const program = join(bin, 'kubectl')
  writeFileSync(
    program,
    `#!${process.execPath}
const { appendFileSync, readFileSync } = require('node:fs')
const words = process.argv.slice(2).join(' ')
const stdin = words.endsWith('-f -') ? readFileSync(0, 'utf8') : ''
appendFileSync(${JSON.stringify(log)}, JSON.stringify({ words, stdin }) + '\\n')
const [, answer = {}] = ${JSON.stringify(answers)}.find(([pattern]) => new RegExp(pattern).test(words)) ?? []
process.stdout.write(answer.stdout ?? '')
process.stderr.write(answer.stderr ?? '')
if (answer.stays) setInterval(() => {}, 1000)
else process.exitCode = answer.code ?? 0
`,
  )
  chmodSync(program, 0o755)
  return {
    folder: bin,
    calls: () =>
      existsSync(log)
        ? readFileSync(log, 'utf8')
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line))
        : [],
  }
}
