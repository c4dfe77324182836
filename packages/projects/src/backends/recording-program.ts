import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a recording program answers to its first argument; nothing, with success, to all others. */
export type Answers = Readonly<Record<string, Answer>>

interface Answer {
  readonly stdout?: string
  readonly stderr?: string
  readonly exitCode?: number
  /** It goes on until it is told to end. */
  readonly stays?: boolean
}

interface Call {
  readonly argv: readonly string[]
  readonly stdin: string
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
}

export interface RecordingProgram {
  /** The folder to put into the PATH. */
  readonly folder: string
  calls(): Call[]
}

/** A program that does nothing but write down with what it was called: an argument check, and no more than that. */
export function recordingProgram(folder: string, name: string, answers: Answers): RecordingProgram {
  const [bin, log] = [join(folder, 'bin'), join(folder, `${name}.log`)]
  mkdirSync(bin, { recursive: true })
  writeFileSync(
    join(bin, name),
    `#!${process.execPath}
const { appendFileSync, readFileSync } = require('node:fs')
const argv = process.argv.slice(2)
const stdin = argv.includes('--file=-') ? readFileSync(0, 'utf8') : ''
appendFileSync(${JSON.stringify(log)}, JSON.stringify({ argv, stdin, cwd: process.cwd(), env: process.env }) + '\\n')
const answer = ${JSON.stringify(answers)}[argv[0]] ?? {}
process.stdout.write(answer.stdout ?? '')
process.stderr.write(answer.stderr ?? '')
if (answer.stays) setInterval(() => {}, 1000)
else process.exitCode = answer.exitCode ?? 0
`,
  )
  chmodSync(join(bin, name), 0o755)
  return {
    folder: bin,
    calls: () =>
      existsSync(log)
        ? readFileSync(log, 'utf8')
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line) as Call)
        : [],
  }
}
