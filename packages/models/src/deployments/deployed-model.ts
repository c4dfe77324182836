import { resolve } from 'node:path'
import { text as textOf } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { safePath, schemeOf } from '@millrace/artifacts'
import { doesNotExist, invalidParameter, MlflowError } from '@millrace/contract'
import { nativeFlavorOf } from '../flavors/native.ts'
import { MLMODEL, type MlModel, parseMlModel, readMlModel } from '../mlmodel.ts'
import { atSource, sourceOf } from '../model-source.ts'
import type { Env } from './target.ts'

/** A model that can be deployed: looked at, not fetched. */
export interface DeployedModel {
  /** As it was given, but for a path, which is absolute. */
  readonly uri: string
  readonly flavor: string
  /** Python must be told to load it: Node would, and another flavour was asked for. */
  readonly forcePython: boolean
}

const PYTHON = 'python_function'

/**
 * Looks whether a model is there, and what would load it. Of its files only MLmodel is read.
 * @param flavor the one to load; undefined for the one that Node loads, else Python's
 * @throws MlflowError where there is no such model, or it has no such flavour
 */
export async function describeModel(
  uri: string,
  flavor: string | undefined,
  env: Env,
): Promise<DeployedModel> {
  const { flavors } = await mlModelOf(uri, env as NodeJS.ProcessEnv)
  const native = nativeFlavorOf(flavors)
  const possible = [native, Object.hasOwn(flavors, PYTHON) ? PYTHON : undefined].filter(
    (name) => name !== undefined,
  )
  const chosen = flavor ?? possible[0]
  if (chosen === undefined || !possible.includes(chosen)) throw cannotServe(uri, flavor, flavors, possible)
  return {
    uri: schemeOf(uri) === '' ? resolve(uri) : uri,
    flavor: chosen,
    forcePython: native !== undefined && chosen === PYTHON,
  }
}

function cannotServe(
  uri: string,
  flavor: string | undefined,
  flavors: MlModel['flavors'],
  possible: readonly string[],
): MlflowError {
  const has = `The model ${uri} has the flavors ${Object.keys(flavors).join(', ')}`
  const can =
    possible.length === 0 ? 'none of them can be served' : `it can be served as ${possible.join(', ')}`
  return invalidParameter(flavor === undefined ? `${has}; ${can}.` : `${has}; ${can}, not as '${flavor}'.`)
}

async function mlModelOf(uri: string, env: NodeJS.ProcessEnv): Promise<MlModel> {
  const source = await sourceOf(uri, env)
  const scheme = schemeOf(source)
  if (scheme === '') return readMlModel(source)
  if (scheme === 'file') return readMlModel(fileURLToPath(source))
  return atSource(source, env, async ({ repository, path }) => {
    const file = safePath(path === '' ? MLMODEL : `${path}/${MLMODEL}`)
    try {
      const { stream } = await repository.read(file)
      return parseMlModel(await textOf(stream))
    } catch (error) {
      if (!(error instanceof MlflowError) || error.code !== 'RESOURCE_DOES_NOT_EXIST') throw error
      throw doesNotExist(`Could not find an "${MLMODEL}" configuration file at "${uri}"`)
    }
  })
}
