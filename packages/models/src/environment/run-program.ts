import { spawn } from 'node:child_process'
import { invalidParameter } from '@millrace/contract'

export interface ProgramOptions {
  readonly env: NodeJS.ProcessEnv
  readonly cwd?: string
  /** Ends it, with all that it started. */
  readonly signal?: AbortSignal
  /** Told what it writes. */
  readonly onProgress?: (line: string) => void
}

const SHOWN_LINES = 12

/**
 * Runs a program that makes something.
 * @returns what it writes to its output
 * @throws MlflowError INVALID_PARAMETER_VALUE with what it wrote last
 */
export function runProgram(
  program: string,
  args: readonly string[],
  { env, cwd, signal, onProgress }: ProgramOptions,
): Promise<string> {
  signal?.throwIfAborted()
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env,
      cwd,
      detached: signal !== undefined,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const said: string[] = []
    const output: string[] = []
    child.stdout.setEncoding('utf8').on('data', (text: string) => output.push(text))
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said.push(text)
        onProgress?.(text.trimEnd())
      })
    }
    const end = () => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    }
    signal?.addEventListener('abort', end)
    child.once('error', reject)
    child.once('close', (code) => {
      signal?.removeEventListener('abort', end)
      if (code === 0) return resolve(output.join(''))
      if (signal?.aborted) return reject(signal.reason)
      const last = said.join('').trimEnd().split('\n').slice(-SHOWN_LINES).join('\n')
      reject(invalidParameter(`The environment cannot be made. ${last}`))
    })
  })
}
