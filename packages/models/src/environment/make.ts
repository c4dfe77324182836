import { join } from 'node:path'
import { MLFLOW_VERSION } from '@millrace/contract/mlflow-version'
import { type PythonEnvironment, packageOf, readEnvironment } from './files.ts'
import { condaEnvironment, localPython, virtualEnvironment } from './python.ts'

/** `virtualenv` and `uv` make the same environment; uv makes it faster and is taken when it is there. */
type EnvManager = 'local' | 'virtualenv' | 'uv' | 'conda'

export interface EnvironmentOptions {
  envManager: EnvManager
  /** Also install the mlflow that this version of Millrace was measured with. */
  installMlflow?: boolean
  /** Requirements in addition to the model's, or instead of those of the same name. */
  override?: readonly string[]
  env: NodeJS.ProcessEnv
  /** Told what happens, a line at a time. */
  onProgress(line: string): void
}

const MLFLOW = `mlflow==${MLFLOW_VERSION}`

/**
 * The Python interpreter that can load the model: the one at hand, or that of an environment with the model's
 * requirements, made once and kept in `MLFLOW_ENV_ROOT` (`~/.mlflow/envs`).
 * @throws MlflowError INVALID_PARAMETER_VALUE naming what could not be installed
 */
export async function prepareEnvironment(model: string, options: EnvironmentOptions): Promise<string> {
  const { envManager, env } = options
  if (envManager === 'local') return localPython(env)
  const making = { env, fetchUv: envManager === 'uv', onProgress: options.onProgress.bind(options) }
  if (envManager === 'conda') return (await condaEnvironment(join(model, 'conda.yaml'), making)).python
  return (await virtualEnvironment(withChanges(await readEnvironment(model), options), making)).python
}

function withChanges(
  environment: PythonEnvironment,
  { override = [], installMlflow }: EnvironmentOptions,
): PythonEnvironment {
  const added = [...override, ...(installMlflow ? [MLFLOW] : [])]
  const replaced = new Set(added.map(packageOf))
  const kept = environment.requirements.filter((line) => !replaced.has(packageOf(line)))
  return { ...environment, requirements: [...kept, ...added] }
}
