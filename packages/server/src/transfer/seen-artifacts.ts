import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type ArtifactRepository,
  openRepository,
  resolveIfLocal,
  safePath,
  schemeOf,
} from '@millrace/artifacts'
import { locate, type Place } from '../artifacts/locate.ts'
import { TransferError } from './store.ts'

/** What is behind a served destination; undefined where that is a folder that is not there. */
export async function openSeen(destination: string): Promise<ArtifactRepository | undefined> {
  const isAbsent = schemeOf(destination) === '' && !existsSync(resolveIfLocal(destination))
  return isAbsent ? undefined : openRepository(destination)
}

/**
 * Where the bytes of a source's things are.
 * @throws TransferError where they cannot be seen from here: to list them would look like things without any
 */
export async function seenArtifacts(uri: string, proxied: ArtifactRepository | undefined): Promise<Place> {
  const scheme = schemeOf(uri)
  if (scheme === 'mlflow-artifacts' && proxied === undefined) {
    throw new TransferError(
      "The folder behind 'mlflow-artifacts:' is not there: name it with --source-artifacts-destination, or leave the artifacts with --no-artifacts.",
    )
  }
  if (scheme === '' || scheme === 'file') assertSeen(localPath(uri))
  return locate({ proxied }, uri, safePath(''))
}

/** A thing without artifacts may have no folder, and a new experiment neither: what it lies in has. */
function assertSeen(path: string): void {
  const root = dirname(dirname(dirname(path)))
  if (existsSync(path) || existsSync(root)) return
  throw new TransferError(
    `There is no folder ${root} here: copy where it is, or leave the artifacts with --no-artifacts.`,
  )
}

function localPath(uri: string): string {
  const path = resolveIfLocal(uri)
  return path.startsWith('file:') ? fileURLToPath(path) : path
}
