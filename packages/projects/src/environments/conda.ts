import { dirname } from 'node:path'
import { condaEnvironment, condaProgram, frozenOf } from '@millrace/models/environment'
import { InvalidValueError } from '@millrace/sdk'
import type { ProjectEnvironment } from '../project.ts'
import { type EnvironmentMaker, pathWith } from './environment.ts'

/** The environment of a conda.yaml, made by conda, mamba or micromamba. */
export const conda: EnvironmentMaker = {
  check({ environment, env }) {
    fileOf(environment)
    if (condaProgram(env) !== undefined) return
    throw new InvalidValueError(
      'There is no conda, mamba or micromamba in the PATH: install one (Miniforge brings conda and mamba), or use --env-manager uv, virtualenv or local.',
    )
  },

  async prepare({ folder, environment, env, signal, report }) {
    const options = { env, cwd: folder, signal, onProgress: report }
    const made = await condaEnvironment(fileOf(environment), options)
    const text = await frozenOf(made)
    return {
      tag: 'conda',
      variables: { CONDA_PREFIX: made.folder, PATH: pathWith(dirname(made.python), env) },
      frozen: text === undefined ? undefined : { name: 'conda-packages.txt', text },
    }
  },
}

function fileOf(environment: ProjectEnvironment): string {
  if (environment.kind === 'conda') return environment.file
  throw new InvalidValueError(
    'The project names no conda_env: conda has nothing to make. Use another --env-manager.',
  )
}
