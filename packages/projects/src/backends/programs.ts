import { execFile } from 'node:child_process'
import { findProgram } from '@millrace/models/environment'
import { type Env, InvalidValueError } from '@millrace/sdk'

/**
 * Refuses where one of the programs is not installed.
 * @param help what to install
 * @throws InvalidValueError naming those that are missing
 */
export function needPrograms(names: readonly string[], env: Env, help: string): void {
  const missing = names.filter((name) => !findProgram(name, env))
  if (missing.length === 0) return
  throw new InvalidValueError(`Not found in the PATH: ${missing.join(', ')}. ${help}`)
}

interface ProgramOptions {
  readonly env: Env
  readonly signal?: AbortSignal
}

interface ProgramEnd {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program that is soon over; it has no input, and its arguments are never a shell's. */
export function runProgram(
  program: string,
  args: readonly string[],
  { env, signal }: ProgramOptions,
): Promise<ProgramEnd> {
  return new Promise((resolve, reject) => {
    const options = { env: env as NodeJS.ProcessEnv, maxBuffer: 64 << 20, ...(signal && { signal }) }
    const child = execFile(program, [...args], options, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number') {
        reject(error)
        return
      }
      resolve({ exitCode: typeof error?.code === 'number' ? error.code : 0, stdout, stderr })
    })
    child.stdin?.end()
  })
}

/**
 * The same for what must succeed; what it wrote to its standard output.
 * @throws InvalidValueError with what it complained of
 */
export async function outputOf(
  program: string,
  args: readonly string[],
  options: ProgramOptions,
): Promise<string> {
  const { exitCode, stdout, stderr } = await runProgram(program, args, options)
  if (exitCode === 0) return stdout
  const words = stderr.trim() || stdout.trim() || `exit code ${exitCode}`
  throw new InvalidValueError(`${program} ${args[0] ?? ''} failed: ${words}`)
}
