import {
  type ArtifactRepository,
  openRepository,
  type SafePath,
  safePath,
  schemeOf,
} from '@millrace/artifacts'
import { MlflowError } from '@millrace/contract'
import type { Deps } from '../deps.ts'
import { isPublicAddress } from '../http/public-address.ts'
import { isForeign } from './hosts.ts'

/** Where some bytes are: a repository and a path below its root. */
export interface Place {
  readonly repository: ArtifactRepository
  readonly path: SafePath
}

/** The place of `relative` below an artifact URI that the server itself wrote into the database. */
export async function locate(
  deps: Pick<Deps, 'proxied'> & Partial<Pick<Deps, 'locations'>>,
  artifactUri: string,
  relative: SafePath,
): Promise<Place> {
  if (schemeOf(artifactUri) !== 'mlflow-artifacts') {
    const { ownStores } = deps.locations ?? { ownStores: [artifactUri] }
    // The operator's own hosts may be anywhere; those that clients chose are not let into this network.
    const isStrange = isForeign(artifactUri, { ownStores, allowedSchemes: [] })
    const options = isStrange ? { isAllowedAddress: isPublicAddress } : {}
    return { repository: await openRepository(artifactUri, options), path: relative }
  }
  const root = artifactUri.replace(/^mlflow-artifacts:(\/\/[^/]*)?\/*/, '')
  return { repository: proxied(deps), path: safePath(`${root}/${relative}`, { decoded: true }) }
}

/** The repository behind the artifact proxy. */
export function proxied(deps: Pick<Deps, 'proxied'>): ArtifactRepository {
  if (deps.proxied) return deps.proxied
  throw new MlflowError(
    'TEMPORARILY_UNAVAILABLE',
    'Endpoint disabled due to the mlflow server running with `--no-serve-artifacts`. To enable artifacts server functionality, run `mlflow server` with `--serve-artifacts`',
  )
}

/** A path from a query or a body, whose encoding is off already; nothing means the root. */
export function givenPath(path: string | undefined): SafePath {
  return safePath(path ?? '', { decoded: true })
}
