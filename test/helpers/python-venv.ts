import { createHash } from 'node:crypto'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from './lock.ts'
import { findProgram } from './programs.ts'
import { CACHE } from './repository.ts'
import { output } from './run.ts'

const UV_VERSION = '0.13.9'

/** The Python of a virtual environment that holds exactly these requirements; made once, then kept in `.cache`. */
export async function pythonVenv(name: string, requirements: readonly string[]): Promise<string> {
  const version = await output('python3', ['--version'])
  const hash = createHash('sha256')
    .update([version, ...requirements].join('\n'))
    .digest('hex')
    .slice(0, 10)
  const folder = join(CACHE, `venv-${name}-${hash}`)
  const python = join(folder, 'bin', 'python')
  const installed = join(folder, 'installed')
  if (existsSync(installed)) return python
  return withLock(`${folder}.lock`, async () => {
    if (existsSync(installed)) return python
    rmSync(folder, { recursive: true, force: true })
    await install(folder, python, requirements)
    writeFileSync(installed, requirements.join('\n'))
    return python
  })
}

async function install(folder: string, python: string, requirements: readonly string[]): Promise<void> {
  const uv = await uvProgram()
  await output(uv, ['venv', '--quiet', '--python', 'python3', folder])
  // Compiled now, as the tests' Pythons are told to write no bytecode.
  const quietly = ['pip', 'install', '--quiet', '--compile-bytecode', '--python', python]
  await output(uv, [...quietly, ...requirements])
}

/** Several environments hold the same packages: uv fetches each once and links it, where pip takes minutes. */
async function uvProgram(): Promise<string> {
  const installed = findProgram('uv')
  if (installed) return installed
  const folder = join(CACHE, `uv-${UV_VERSION}`)
  const uv = join(folder, 'bin', 'uv')
  if (existsSync(uv)) return uv
  return withLock(`${folder}.lock`, async () => {
    if (existsSync(uv)) return uv
    await output('python3', ['-m', 'venv', folder])
    await output(join(folder, 'bin', 'pip'), ['install', '--quiet', `uv==${UV_VERSION}`])
    return uv
  })
}

/** What keeps a Python MLflow client quiet and on the loopback. */
export const PYTHON_ENV = {
  MLFLOW_DISABLE_TELEMETRY: 'true',
  MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT: 'true',
  MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR: 'false',
  PYTHONDONTWRITEBYTECODE: '1',
  PYTHONUNBUFFERED: '1',
  GIT_PYTHON_REFRESH: 'quiet',
}
