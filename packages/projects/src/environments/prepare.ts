import { type Env, InvalidValueError } from '@millrace/sdk'
import type { Project, ProjectEnvironment } from '../project.ts'
import type { Environment, EnvironmentMaker, EnvManager } from './environment.ts'

interface Asked {
  readonly project: Project
  /** Chosen by what the project asks for if not given. */
  readonly envManager: EnvManager | undefined
  readonly env: Env
}

interface PrepareOptions extends Asked {
  readonly signal: AbortSignal
  readonly report: (line: string) => void
}

const local: EnvironmentMaker = {
  check: () => {},
  prepare: async () => ({ tag: undefined, variables: {}, frozen: undefined }),
}

const MAKERS: Readonly<Record<EnvManager, () => Promise<EnvironmentMaker>>> = {
  local: async () => local,
  uv: async () => (await import('./python.ts')).pythonWith('uv'),
  virtualenv: async () => (await import('./python.ts')).pythonWith('virtualenv'),
  conda: async () => (await import('./conda.ts')).conda,
  node: async () => (await import('./node.ts')).node,
}

/** What makes the environment that a project asks for, where nobody says; a project that asks for none runs as it is. */
const BY_KIND: Readonly<Record<ProjectEnvironment['kind'], EnvManager>> = {
  none: 'local',
  python: 'uv',
  conda: 'conda',
  node: 'node',
  docker: 'local',
}

/** @throws InvalidValueError where the environment cannot be made on this machine */
export async function checkEnvironment({ project, envManager, env }: Asked): Promise<void> {
  const maker = await makerOf({ project, envManager })
  await maker.check({ environment: project.environment, env })
}

/**
 * The environment that a project asks for, made by the manager that is asked for.
 * @throws InvalidValueError where it cannot be made
 */
export async function prepareEnvironment(options: PrepareOptions): Promise<Environment> {
  const { project, env, signal, report } = options
  const { folder, environment } = project
  const maker = await makerOf(options)
  try {
    return await maker.prepare({ folder, environment, env, signal, report })
  } catch (error) {
    throw error instanceof Error && error.name === 'MlflowError' ? refused(error) : error
  }
}

function makerOf({ project, envManager }: Omit<Asked, 'env'>): Promise<EnvironmentMaker> {
  return MAKERS[envManager ?? BY_KIND[project.environment.kind]]()
}

function refused(error: Error): InvalidValueError {
  return new InvalidValueError(error.message, { cause: error })
}
