import type { SafePath } from '@millrace/artifacts'
import { type ArtifactOwner, invalidParameter } from '@millrace/contract'
import type { Deps } from '../deps.ts'
import { findModel } from '../logged-models/get.ts'
import { locateInVersion } from '../registry/locate.ts'
import { artifactUriOfRun } from './list.ts'
import { locate, type Place, proxied } from './locate.ts'

/** The place of `relative` below the artifacts of a run, a logged model or a model version; below the proxy's root where none is named. */
export async function locateOwned(deps: Deps, owner: ArtifactOwner, relative: SafePath): Promise<Place> {
  const { run_id, model_id, name, version } = owner
  if ([run_id, model_id, name].filter(Boolean).length > 1) {
    throw invalidParameter("Give one of 'run_id', 'model_id' and 'name'.")
  }
  if (run_id) return locate(deps, await artifactUriOfRun(deps, run_id), relative)
  if (model_id) return locate(deps, (await findModel(deps.db, model_id)).artifact_location, relative)
  if (name) return locateInVersion(deps, { name, version }, relative)
  return { repository: proxied(deps), path: relative }
}
