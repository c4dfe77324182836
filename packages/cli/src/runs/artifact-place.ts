import { posix } from 'node:path'
import { type ArtifactPlace, openPlace, safePath, schemeOf } from '@millrace/artifacts'
import type { Client } from '@millrace/sdk'
import { ExitError } from '../exit-error.ts'

/** Where a run keeps its files, or the file or folder `below` among them. */
export async function placeOfRun(client: Client, runId: string, below = ''): Promise<ArtifactPlace> {
  const { artifactUri } = await client.runs.get(runId)
  const place = await openPlace(artifactUri, (...request) => client.send(...request))
  return { ...place, path: safePath(posix.join(place.path, safePath(below)), { decoded: true }) }
}

const RUNS_URI = /^runs:\/+([^/]+)\/+(.+)$/

/** What an address names: of a run, of a model, or in any artifact store. */
export async function placeAt(client: Client, uri: string): Promise<ArtifactPlace> {
  const scheme = schemeOf(uri)
  if (scheme === 'runs') {
    const [, runId, path] = RUNS_URI.exec(uri) ?? []
    if (runId === undefined)
      throw new ExitError(`Not a proper runs:/ URI: ${uri}. It looks like runs:/<run id>/<path>.`)
    return placeOfRun(client, runId, path)
  }
  const source = scheme === 'models' ? await modelSource(client, uri) : uri
  return openPlace(source, (...request) => client.send(...request))
}

async function modelSource(client: Client, uri: string): Promise<string> {
  const { registeredSource } = await import('@millrace/models')
  return registeredSource(uri, client)
}
