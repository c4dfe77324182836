import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { invalidParameter } from '@millrace/contract'
import type { PythonEnvironment } from './files.ts'
import { findProgram } from './find-program.ts'
import { madeOnce } from './made-once.ts'
import { type ProgramOptions, runProgram } from './run-program.ts'
import { uvProgram } from './uv.ts'

export interface PythonOptions extends ProgramOptions {
  readonly onProgress: (line: string) => void
  /** Takes no other Python than the one asked for. */
  readonly exactPython?: boolean
  /** Fetches uv, once, where it is not in the PATH. */
  readonly fetchUv?: boolean
}

/** A folder with a Python of its own. */
export interface MadePython {
  readonly folder: string
  readonly python: string
}

/**
 * A virtual environment with these requirements, made once and kept.
 * @throws MlflowError INVALID_PARAMETER_VALUE naming what could not be installed
 */
export async function virtualEnvironment(
  wanted: PythonEnvironment,
  options: PythonOptions,
): Promise<MadePython> {
  const { python, requirements, buildDependencies } = wanted
  const key = [
    'venv',
    python,
    requirements,
    process.arch,
    ...(options.exactPython ? [buildDependencies] : []),
  ]
  const folder = await madeOnce(
    placeOf(key, options.env),
    (fresh) => makeVirtualEnvironment(fresh, wanted, options),
    options.signal,
  )
  return { folder, python: pythonOf(folder) }
}

/**
 * The environment of a conda.yaml, made once and kept.
 * @throws MlflowError INVALID_PARAMETER_VALUE where there is no conda, or it cannot make it
 */
export async function condaEnvironment(file: string, options: PythonOptions): Promise<MadePython> {
  const program = condaProgram(options.env)
  if (program === undefined) {
    throw invalidParameter('There is no conda in the PATH. Use --env-manager uv, virtualenv or local.')
  }
  const key = ['conda', await readFile(file, 'utf8'), process.arch]
  const make = async (fresh: string) => {
    options.onProgress(`Making an environment of ${file} with ${program}`)
    const prefix = join(fresh, 'env')
    const command = program.endsWith('micromamba') ? ['create', '--yes'] : ['env', 'create', '--quiet']
    await runProgram(program, [...command, '--prefix', prefix, '--file', file], options)
    await freeze(fresh, () =>
      runProgram(program, ['list', '--prefix', prefix, '--export'], { env: options.env }),
    )
  }
  const folder = await madeOnce(placeOf(key, options.env), make, options.signal)
  return { folder: join(folder, 'env'), python: pythonOf(join(folder, 'env')) }
}

/** What can make an environment of a conda.yaml, where one is installed. */
export function condaProgram(env: NodeJS.ProcessEnv): string | undefined {
  const programs = ['conda', 'mamba', 'micromamba'].map((name) => findProgram(name, env))
  return programs.find((one) => one !== undefined)
}

/** Where environments are kept. */
function environmentsRoot(env: NodeJS.ProcessEnv): string {
  return env.MLFLOW_ENV_ROOT ?? join(homedir(), '.mlflow', 'envs')
}

/** The place of an environment, by what it is made of. */
export function placeOf(key: readonly unknown[], env: NodeJS.ProcessEnv): string {
  const digest = createHash('sha256').update(JSON.stringify(key)).digest('hex').slice(0, 24)
  return join(environmentsRoot(env), `millrace-${digest}`)
}

function pythonOf(folder: string): string {
  return process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python')
}

/** The interpreter at hand. */
export function localPython(env: NodeJS.ProcessEnv): string {
  if (env.MILLRACE_PYTHON) return env.MILLRACE_PYTHON
  if (env.VIRTUAL_ENV) return pythonOf(env.VIRTUAL_ENV)
  const found = findProgram('python3', env) ?? findProgram('python', env)
  if (found) return found
  throw invalidParameter('There is no python in the PATH; name one in MILLRACE_PYTHON.')
}

async function makeVirtualEnvironment(
  folder: string,
  { python, requirements, buildDependencies }: PythonEnvironment,
  options: PythonOptions,
): Promise<void> {
  const uv = await uvProgram(environmentsRoot(options.env), () => localPython(options.env), options)
  options.onProgress(`Making an environment with ${uv ? 'uv' : 'venv and pip'}: ${requirements.join(' ')}`)
  const builders = options.exactPython ? buildDependencies : []
  const all = [...builders, ...requirements]
  const file = await requirementsFile(folder, all)
  const own = pythonOf(folder)
  if (uv) {
    const { program, env } = uv
    const withUv = { ...options, env }
    const version = python ? ['--python', python] : []
    await runProgram(program, ['venv', '--quiet', '--allow-existing', ...version, folder], withUv)
    if (all.length > 0) {
      await runProgram(program, ['pip', 'install', '--quiet', '--python', own, '-r', file], withUv)
    }
    await freeze(folder, () => runProgram(program, ['pip', 'freeze', '--python', own], { env }))
    return
  }
  await runProgram(interpreterOf(python, options), ['-m', 'venv', folder], options)
  if (all.length > 0) {
    await runProgram(own, ['-m', 'pip', 'install', '--quiet', '-r', file], options)
  }
  await freeze(folder, () => runProgram(own, ['-m', 'pip', 'freeze', '--all'], { env: options.env }))
}

/** A Python of the asked version: of the PATH, or one that pyenv has. */
function interpreterOf(python: string | undefined, { env, exactPython }: PythonOptions): string {
  const version = python?.split('.').slice(0, 2).join('.')
  if (version === undefined) return localPython(env)
  const found = findProgram(`python${version}`, env) ?? pyenvPython(version, env)
  if (found !== undefined) return found
  if (!exactPython) return localPython(env)
  throw invalidParameter(
    `There is no python${version} in the PATH, nor one of pyenv. Install it, or uv, which brings it by itself.`,
  )
}

function pyenvPython(version: string, env: NodeJS.ProcessEnv): string | undefined {
  const root = join(env.PYENV_ROOT ?? join(homedir(), '.pyenv'), 'versions')
  if (!existsSync(root)) return undefined
  const name = readdirSync(root).find((one) => one === version || one.startsWith(`${version}.`))
  return name === undefined ? undefined : join(root, name, 'bin', 'python')
}

/** Lines of a requirements file may be options, which as arguments would be those of the command. */
async function requirementsFile(folder: string, requirements: readonly string[]): Promise<string> {
  const file = join(folder, 'millrace-requirements.txt')
  await writeFile(file, requirements.join('\n'))
  return file
}

const FROZEN = 'millrace-frozen.txt'

async function freeze(folder: string, list: () => Promise<string>): Promise<void> {
  await writeFile(join(folder, FROZEN), await list())
}

/** What is installed in an environment, as it was when that was made. */
export async function frozenOf(made: MadePython): Promise<string | undefined> {
  for (const folder of [made.folder, join(made.folder, '..')]) {
    const path = join(folder, FROZEN)
    if (existsSync(path)) return readFile(path, 'utf8')
  }
  return undefined
}
