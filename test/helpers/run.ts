import { spawn } from 'node:child_process'

export interface Finished {
  code: number | null
  stdout: string
  stderr: string
}

export interface RunOptions {
  cwd?: string
  env?: Record<string, string>
}

/** Runs a program to its end and gives what it printed, whatever its exit code. */
export function run(command: string, args: string[], { cwd, env }: RunOptions = {}): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const printed = { stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed.stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      printed.stderr += text
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, ...printed }))
  })
}

/** Runs a program that must succeed and gives its standard output. */
export async function output(command: string, args: string[], options: RunOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await run(command, args, options)
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}\n${stdout}\n${stderr}`)
  return stdout
}
