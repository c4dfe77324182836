import { dirname } from 'node:path'
import { frozenOf, readEnvironmentFile, virtualEnvironment } from '@millrace/models/environment'
import { InvalidValueError } from '@millrace/sdk'
import type { ProjectEnvironment } from '../project.ts'
import { type EnvironmentMaker, pathWith } from './environment.ts'

/**
 * A virtual environment by a python_env.yaml, or by what pip installs of a conda.yaml. Whichever of the two names is asked for,
 * uv makes it where it is installed, for the result is the same; for `uv` it is fetched where it is not.
 */
export function pythonWith(tag: 'uv' | 'virtualenv'): EnvironmentMaker {
  return {
    check: ({ environment: { kind } }) => {
      if (!['none', 'python', 'conda'].includes(kind)) {
        throw new InvalidValueError(`The project asks for ${kind}: use no --env-manager, or local.`)
      }
    },
    prepare: async (request) => {
      const { folder, env, signal, report } = request
      const options = {
        env,
        cwd: folder,
        signal,
        onProgress: report,
        exactPython: true,
        fetchUv: tag === 'uv',
      }
      const made = await virtualEnvironment(await wantedBy(request.environment), options)
      const text = await frozenOf(made)
      return {
        tag,
        variables: { VIRTUAL_ENV: made.folder, PATH: pathWith(dirname(made.python), env) },
        frozen: text === undefined ? undefined : { name: 'requirements.txt', text },
      }
    },
  }
}

/** A project that does not say gets, as from MLflow, a Python with nothing in it. */
async function wantedBy(environment: ProjectEnvironment) {
  const { kind } = environment
  if (kind === 'python' || kind === 'conda') return readEnvironmentFile(environment.file, kind)
  return { buildDependencies: [], requirements: [] }
}
