import { text } from 'node:stream/consumers'
import { safePath } from '@millrace/artifacts'
import { MlflowError } from '@millrace/contract'
import type { Deps } from '../deps.ts'
import { locateInVersion } from '../registry/locate.ts'

/** Where MLflow writes what a model needs to run. */
const FILES = ['requirements.txt', 'python_env.yaml', 'conda.yaml']

/** What is longer is no list of packages. */
const MOST_BYTES = 64 * 1024

/** The files that describe a version's environment, by name; those that are there and that this server can read. */
export async function environmentOf(
  deps: Deps,
  name: string,
  version: number,
): Promise<Record<string, string>> {
  const files: Record<string, string> = {}
  for (const file of FILES) {
    const content = await readSmall(deps, name, version, file)
    if (content !== undefined) files[file] = content
  }
  return files
}

async function readSmall(
  deps: Deps,
  name: string,
  version: number,
  file: string,
): Promise<string | undefined> {
  try {
    const place = await locateInVersion(deps, { name, version: String(version) }, safePath(file))
    const { stream } = await place.repository.read(place.path, { range: { start: 0, end: MOST_BYTES - 1 } })
    return await text(stream)
  } catch (error) {
    // It is not there, or in a store that this server does not read.
    if (error instanceof MlflowError) return undefined
    throw error
  }
}
