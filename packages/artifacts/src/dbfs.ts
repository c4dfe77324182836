import { invalidParameter, MlflowError } from '@millrace/contract'
import { Workspace } from './databricks-workspace.ts'
import { dbfsSession } from './dbfs-session.ts'
import { type FileServer, openFileServer } from './file-server.ts'
import type { ArtifactRepository } from './repository.ts'
import { assertFolder } from './safe-path.ts'
import { oneForAll } from './session-pool.ts'
import { replyFailure } from './store-error.ts'
import { splitUri } from './uri.ts'
import { volumeSession } from './volume-session.ts'

const VOLUME = /^\/volumes?(\/|$)/i
/** Catalog, schema, volume, and a folder in it. */
const WHOLE_VOLUME = /^\/volumes?(\/[^/]+){4}/i
/** A secret's prefix may stand behind the profile; that is of notebooks only. */
const AUTHORITY = /^(?:(?:([^@:/]+)(?::[^@]*)?@)?databricks)?$/
/** What only Databricks' own tracking server gives access to. */
const KEPT = /^\/databricks\/mlflow-(tracking|registry)\//

/**
 * Files of a Databricks workspace: `dbfs:/folder`, or a volume, `dbfs:/Volumes/catalog/schema/volume/folder`; of another
 * profile's workspace `dbfs://profile@databricks/…`.
 */
export function openDbfs(uri: string): ArtifactRepository {
  const { profile, folder } = placeOf(uri)
  const workspace = new Workspace(profile, process.env)
  const session = VOLUME.test(folder) ? volumeSession(workspace) : dbfsSession(workspace)
  const server: FileServer = { name: 'dbfs:', pool: oneForAll(session), failureOf: replyFailure }
  return openFileServer(server, folder)
}

function placeOf(uri: string): { profile: string; folder: string } {
  const { authority = '', path, query, fragment } = splitUri(uri)
  const named = AUTHORITY.exec(authority)
  if (!named || query || fragment || !path.startsWith('/')) throw badForm()
  assertFolder(path)
  if (VOLUME.test(path) && !WHOLE_VOLUME.test(path)) throw badForm()
  if (KEPT.test(path)) {
    throw new MlflowError(
      'NOT_IMPLEMENTED',
      "What lies below 'dbfs:/databricks/mlflow-tracking' and 'mlflow-registry' is reached through Databricks' own tracking server only.",
    )
  }
  return { profile: named[1] ?? '', folder: path.replace(/\/+$/, '') || '/' }
}

function badForm(): MlflowError {
  return invalidParameter(
    'The artifact location must have the form dbfs:/folder, dbfs:/Volumes/catalog/schema/volume/folder or dbfs://profile@databricks/folder.',
  )
}
