import { type SafePath, safePath } from '@millrace/artifacts'
import type { GetModelVersion } from '@millrace/contract'
import { artifactUriOfRun } from '../artifacts/list.ts'
import { locate, type Place } from '../artifacts/locate.ts'
import type { Deps } from '../deps.ts'
import { locationOfVersion } from './versions.ts'

const OF_RUN = /^runs:\/+([^/]+)\/*(.*)$/

/** The place of a file of a model version. */
export async function locateInVersion(
  deps: Deps,
  input: GetModelVersion,
  relative: SafePath,
): Promise<Place> {
  const location = await locationOfVersion(deps, input)
  const [, run_id, folder] = OF_RUN.exec(location) ?? []
  if (run_id === undefined) return locate(deps, location, relative)
  const root = await artifactUriOfRun(deps, run_id)
  return locate(deps, root, safePath(`${folder}/${relative}`, { decoded: true }))
}
