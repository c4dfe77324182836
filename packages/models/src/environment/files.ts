import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { invalidParameter } from '@millrace/contract'
import { parse } from 'yaml'
import { isRecord } from '../is-record.ts'
import { pythonYaml } from '../python-yaml.ts'

/** What a model in Python needs. */
export interface PythonEnvironment {
  /** `3.11.7`; undefined for whatever there is. */
  python?: string
  /** What pip needs to install the rest: `pip==23.2.1`. */
  buildDependencies: readonly string[]
  /** Lines of a requirements file. */
  requirements: readonly string[]
}

const PYTHON_ENV = 'python_env.yaml'
const CONDA = 'conda.yaml'
const REQUIREMENTS = 'requirements.txt'

/**
 * The environment of a model's folder: `python_env.yaml`, else `conda.yaml`, else `requirements.txt`.
 * @throws MlflowError INVALID_PARAMETER_VALUE when there is none, or a file is damaged
 */
export async function readEnvironment(folder: string): Promise<PythonEnvironment> {
  const pythonEnv = await readText(join(folder, PYTHON_ENV))
  if (pythonEnv !== undefined) return readPythonEnv(folder, pythonEnv)
  const conda = await readText(join(folder, CONDA))
  if (conda !== undefined) return readConda(folder, conda)
  const requirements = await readText(join(folder, REQUIREMENTS))
  if (requirements !== undefined) return { buildDependencies: [], requirements: lines(requirements) }
  throw invalidParameter(
    `The model names no environment: there is none of ${PYTHON_ENV}, ${CONDA} and ${REQUIREMENTS}. Use --env-manager local.`,
  )
}

/**
 * The environment of one file, whatever it is called.
 * @throws MlflowError INVALID_PARAMETER_VALUE when it is damaged, or wants more of conda than packages of pip
 */
export async function readEnvironmentFile(
  path: string,
  kind: 'python' | 'conda',
): Promise<PythonEnvironment> {
  const text = await readFile(path, 'utf8')
  return kind === 'conda' ? readConda(dirname(path), text) : readPythonEnv(dirname(path), text)
}

/** Writes the three files as MLflow does. */
export async function writeEnvironment(folder: string, environment: PythonEnvironment): Promise<void> {
  const { python, buildDependencies, requirements } = environment
  const pip = buildDependencies.find((one) => /^pip\b/.test(one)) ?? 'pip'
  const conda = {
    channels: ['conda-forge'],
    dependencies: [
      ...(python === undefined ? [] : [`python=${python}`]),
      pip.replace('==', '<='),
      { pip: requirements },
    ],
    name: 'mlflow-env',
  }
  const pythonEnv = {
    ...(python !== undefined && { python }),
    build_dependencies: buildDependencies,
    dependencies: [`-r ${REQUIREMENTS}`],
  }
  await Promise.all([
    writeFile(join(folder, CONDA), pythonYaml(conda)),
    writeFile(join(folder, PYTHON_ENV), pythonYaml(pythonEnv)),
    writeFile(join(folder, REQUIREMENTS), requirements.join('\n')),
  ])
}

/** The name before version, extras and markers, as PyPI compares names. */
export function packageOf(requirement: string): string {
  return (/^[\w.-]+/.exec(requirement.trim())?.[0] ?? requirement).toLowerCase().replace(/[-_.]+/g, '-')
}

async function readPythonEnv(folder: string, text: string): Promise<PythonEnvironment> {
  const { python, build_dependencies, dependencies } = readYaml(PYTHON_ENV, text)
  const given = strings(PYTHON_ENV, dependencies)
  return {
    ...(python !== undefined && python !== null && { python: String(python) }),
    buildDependencies: strings(PYTHON_ENV, build_dependencies),
    requirements: await withIncluded(folder, given),
  }
}

async function readConda(folder: string, text: string): Promise<PythonEnvironment> {
  const { dependencies } = readYaml(CONDA, text)
  const all: unknown[] = Array.isArray(dependencies) ? dependencies : []
  const names = all.filter((one) => typeof one === 'string')
  const python = names.map((one) => /^python\s*=+\s*([\d.]+)/.exec(one)?.[1]).find(Boolean)
  const pip = all.flatMap((one) => (isRecord(one) ? strings(CONDA, one.pip) : []))
  const other = names.filter((one) => !/^(python|pip)\b/.test(one))
  if (other.length > 0) {
    throw invalidParameter(`${CONDA} wants ${other.join(', ')} of conda: use --env-manager conda, or local.`)
  }
  const builders = names.filter((one) => /^pip\b/.test(one))
  return {
    ...(python !== undefined && { python }),
    buildDependencies: builders,
    requirements: await withIncluded(folder, pip),
  }
}

/** `-r file` is replaced by the lines of the file, which lies in the model's folder. */
async function withIncluded(folder: string, requirements: readonly string[]): Promise<string[]> {
  const parts = requirements.map(async (line) => {
    const included = /^-r\s*(.+)$/.exec(line.trim())?.[1]
    if (included === undefined) return [line]
    if (!/^[\w-][\w./-]*$/.test(included) || included.split('/').includes('..'))
      throw invalidParameter(`The requirement ${line} leads out of its folder.`)
    const text = await readText(join(folder, included))
    if (text === undefined) throw invalidParameter(`The environment names ${included}, which is not there.`)
    return lines(text)
  })
  return (await Promise.all(parts)).flat()
}

function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function readYaml(name: string, text: string): Record<string, unknown> {
  let value: unknown
  try {
    value = parse(text, { schema: 'failsafe' })
  } catch (error) {
    throw invalidParameter(`${name} is damaged: ${(error as Error).message}`)
  }
  if (isRecord(value)) return value
  throw invalidParameter(`${name} is damaged: it is no map`)
}

function strings(name: string, value: unknown): string[] {
  if (value === undefined || value === null) return []
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value
  throw invalidParameter(`${name} is damaged: dependencies must be a list of texts`)
}
