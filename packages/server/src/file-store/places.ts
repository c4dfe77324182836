import { join } from 'node:path'
import { MlflowError } from '@millrace/contract'
import { experimentsOf, HISTORY, MODELS, SHAPES, TRASH } from './layout.ts'

/** Where things lie, for whoever writes them: ids and names of clients become paths here and nowhere else. */
export class Places {
  readonly #root: string
  readonly #experiments = new Map<string, string>()

  constructor(root: string) {
    this.#root = root
    for (const { id, path } of experimentsOf(root)) this.#experiments.set(id, path)
  }

  /** What changed in the registry. */
  history(): { folder: string; key: string } {
    return { folder: this.#root, key: HISTORY }
  }

  /** Where an experiment lies now, or shall lie if it is new. */
  experiment(id: unknown): string {
    return this.#experiments.get(String(id)) ?? this.experimentIn(id, 'active')
  }

  /** Where an experiment belongs. */
  experimentIn(id: unknown, stage: unknown): string {
    return join(this.#root, stage === 'deleted' ? TRASH : '', nameLike('experiment', id))
  }

  moved(id: unknown, path: string | undefined): void {
    if (path === undefined) this.#experiments.delete(String(id))
    else this.#experiments.set(String(id), path)
  }

  run(experimentId: unknown, runId: unknown): string {
    return join(this.experiment(experimentId), nameLike('run', runId))
  }

  loggedModel(experimentId: unknown, modelId: unknown): string {
    return join(this.experiment(experimentId), MODELS, nameLike('loggedModel', modelId))
  }

  registeredModel(name: unknown): string {
    return join(this.#root, MODELS, nameLike('registeredModel', name))
  }

  version(name: unknown, version: unknown): string {
    return join(this.registeredModel(name), nameLike('version', `version-${version}`))
  }
}

const LONGEST_NAME = 255

/** The path of a key below its folder. @throws INVALID_PARAMETER_VALUE for what a folder cannot hold. */
export function keyPath(folder: string, key: string): string {
  for (const name of key.split('/')) plainName(name)
  return `${folder}/${key}`
}

/** What layout.ts would not read again is not written. */
function nameLike(shape: keyof typeof SHAPES, id: unknown): string {
  const name = plainName(String(id))
  if (SHAPES[shape].test(name)) return name
  throw new MlflowError(
    'INVALID_PARAMETER_VALUE',
    `'${name.slice(0, 80)}' cannot be kept by this server, whose data is in a folder: there things are found by the shape of their names.`,
  )
}

/** One name of a file or folder, that can mean nothing else. */
function plainName(name: string): string {
  if (
    name !== '' &&
    name !== '.' &&
    name !== '..' &&
    !/[/\\\0]/.test(name) &&
    Buffer.byteLength(name) <= LONGEST_NAME
  ) {
    return name
  }
  throw new MlflowError(
    'INVALID_PARAMETER_VALUE',
    `'${name.slice(0, 80)}' cannot be the name of a file, and this server keeps its data in a folder. Names must hold 1 to ${LONGEST_NAME} bytes between slashes and must not be '.' or '..'.`,
  )
}
