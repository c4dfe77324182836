import { openRepository, schemeOf } from './open.ts'
import { openProxied, PROXY_ROOT, type SendRequest } from './proxied.ts'
import type { ArtifactRepository } from './repository.ts'
import { type SafePath, safePath } from './safe-path.ts'

/** A folder, or a file, and the store that has it. */
export interface ArtifactPlace {
  readonly repository: ArtifactRepository
  readonly path: SafePath
}

/**
 * What is at `uri`; what a tracking server keeps for its clients is asked of it through `send`, which knows the
 * credentials. A store is opened at the folder above, where there is one: so the place may be a file, and has a name.
 */
export async function openPlace(uri: string, send: SendRequest): Promise<ArtifactPlace> {
  const proxied = proxiedPath(uri)
  if (proxied !== undefined) return { repository: openProxied(send), path: safePath(proxied) }
  const [, above, name = '', query = ''] = ABOVE.exec(uri) ?? []
  return { repository: await openRepository(above === undefined ? uri : above + query), path: safePath(name) }
}

/** Not the bucket or the host: these have nothing above. */
const ABOVE = /^([^?#]*[^/:?#]\/+|\/)([^/?#]+)\/*([?#].*)?$/

/** The path behind a tracking server's artifact proxy; undefined for what is elsewhere. */
export function proxiedPath(uri: string): string | undefined {
  const scheme = schemeOf(uri)
  if (scheme === 'mlflow-artifacts') return uri.replace(/^mlflow-artifacts:(\/\/[^/]*)?\/*/i, '')
  const [, path] = uri.split(`${PROXY_ROOT}/`)
  return /^https?$/.test(scheme) ? path : undefined
}
