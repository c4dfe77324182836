import { type ArtifactRepository, safePath, schemeOf } from '@millrace/artifacts'
import { locate, type Place } from '../artifacts/locate.ts'

/** Bytes that only the server itself reaches. */
export class OnServersDisk extends Error {}

/** Schemes that mean the disk of whoever opens them. */
const LOCAL: ReadonlySet<string> = new Set(['', 'file'])

/**
 * Where a server says that bytes are.
 * @throws OnServersDisk where that is a path, which here would be another disk's, of the server's choice
 */
export async function placeOnServer(proxied: ArtifactRepository, uri: string): Promise<Place> {
  if (LOCAL.has(schemeOf(uri))) throw new OnServersDisk(uri)
  return locate({ proxied }, uri, safePath(''))
}
