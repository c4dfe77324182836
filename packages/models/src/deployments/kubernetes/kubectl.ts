import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { MlflowError } from '@millrace/contract'
import { findProgram } from '../../environment/find-program.ts'
import type { Env } from '../target.ts'

interface Place {
  /** Of kubectl's configuration; the current one if not given. */
  readonly context?: string
  /** The context's if not given. */
  readonly namespace?: string
}

/** The program kubectl, in one context and one namespace. */
export class Kubectl {
  readonly #program: string | undefined
  readonly #place: readonly string[]
  readonly #env: Env

  constructor({ context, namespace }: Place, env: Env) {
    this.#program = findProgram('kubectl', env as NodeJS.ProcessEnv)
    this.#env = env
    this.#place = [
      ...(context === undefined ? [] : ['--context', context]),
      ...(namespace === undefined ? [] : ['--namespace', namespace]),
    ]
  }

  get isThere(): boolean {
    return this.#program !== undefined
  }

  /** As a person would type it. */
  command(...args: readonly string[]): string {
    return ['kubectl', ...this.#place, ...args].map(quoted).join(' ')
  }

  /**
   * Runs it to its end.
   * @returns what it writes to its output
   * @throws MlflowError with its complaint
   */
  async run(args: readonly string[], input = ''): Promise<string> {
    const child = this.#spawn(args)
    child.stdin?.on('error', () => {})
    child.stdin?.end(input)
    const said = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr'] as const) {
      child[name]?.setEncoding('utf8').on('data', (text: string) => {
        said[name] += text
      })
    }
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', resolve)
    })
    if (code === 0) return said.stdout
    throw new MlflowError(codeOf(said.stderr), `${this.command(...args)} failed: ${said.stderr.trim()}`)
  }

  /** The object of that name as JSON has it; undefined when there is none. */
  async find<T>(resource: string, name: string): Promise<T | undefined> {
    const text = await this.run(['get', resource, name, '--ignore-not-found', '-o', 'json'])
    return text.trim() === '' ? undefined : (JSON.parse(text) as T)
  }

  /** Does `work` with the address of a port on this machine that leads to a port of the service. */
  async forwarded<T>(service: string, port: number, work: (address: string) => Promise<T>): Promise<T> {
    const child = this.#spawn(['port-forward', '--address', '127.0.0.1', `service/${service}`, `:${port}`])
    try {
      return await work(`http://127.0.0.1:${await forwardedPort(child)}`)
    } finally {
      child.kill('SIGTERM')
    }
  }

  #spawn(args: readonly string[]): ChildProcess {
    const env = this.#env as NodeJS.ProcessEnv
    return spawn(this.#found(), [...this.#place, ...args], { env, stdio: ['pipe', 'pipe', 'pipe'] })
  }

  #found(): string {
    if (this.#program !== undefined) return this.#program
    throw new MlflowError(
      'NOT_IMPLEMENTED',
      'The target kubernetes speaks to a cluster through kubectl, which is not in the PATH: install it. Without it, create and update write manifests.',
    )
  }
}

const CODES: readonly (readonly [RegExp, MlflowError['code']])[] = [
  [/\(NotFound\)|not found/, 'RESOURCE_DOES_NOT_EXIST'],
  [/\(AlreadyExists\)/, 'RESOURCE_ALREADY_EXISTS'],
  [/\(Forbidden\)/, 'PERMISSION_DENIED'],
  [/\(Unauthorized\)|You must be logged in/, 'UNAUTHENTICATED'],
  [/timed out waiting|connection to the server|Unable to connect/, 'TEMPORARILY_UNAVAILABLE'],
]

function codeOf(complaint: string): MlflowError['code'] {
  return CODES.find(([pattern]) => pattern.test(complaint))?.[1] ?? 'INVALID_PARAMETER_VALUE'
}

function forwardedPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let complaint = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      complaint += text
    })
    child.once('error', reject)
    child.once('close', () =>
      reject(new MlflowError(codeOf(complaint), `kubectl port-forward failed: ${complaint.trim()}`)),
    )
    if (!child.stdout) return
    createInterface({ input: child.stdout }).on('line', (line) => {
      const port = /^Forwarding from 127\.0\.0\.1:(\d+)/.exec(line)?.[1]
      if (port !== undefined) resolve(Number(port))
    })
  })
}

/** A word as a shell of POSIX takes it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
