import { existsSync } from 'node:fs'
import { openRepository, resolveIfLocal, schemeOf } from '@millrace/artifacts'
import type { Database } from '../db/open.ts'
import { databaseKind, sqliteFile, withoutPassword } from '../db/uri.ts'
import { findFileStore } from '../file-store/find.ts'
import { folderOf } from '../file-store/uri.ts'
import { targetEnv } from './credentials.ts'
import { openForTransfer } from './open-database.ts'
import { DatabaseSource } from './read-database.ts'
import { ServerSource } from './read-server.ts'
import { Rest } from './rest.ts'
import { openSeen } from './seen-artifacts.ts'
import { type Source, type Target, TransferError } from './store.ts'
import { DatabaseTarget } from './write-database.ts'
import { ServerTarget } from './write-server.ts'

/** A store that is open until the job with it is done. */
export interface Opened<Store> {
  readonly store: Store
  close(): Promise<void>
}

const SERVER = /^https?:/i

/** What `mlflow-artifacts:` stands for in a database. */
const DEFAULT_DESTINATION = './mlartifacts'

/**
 * Opens what is copied from.
 * @param destination is what `mlflow-artifacts:` stands for, where a database or folder says so.
 */
export async function openSource(location: string, destination?: string): Promise<Opened<Source>> {
  if (SERVER.test(location)) {
    const store = new ServerSource(new Rest(location))
    // Before an empty database is made to copy into.
    await store.assertThere()
    return { store, close: async () => {} }
  }
  if (destination !== undefined) assertFolder(destination)
  if (databaseKind(location) === 'folder') return openFolder(location, destination ?? DEFAULT_DESTINATION)
  const database = await open(location, true)
  const store = new DatabaseSource(
    withoutPassword(location),
    database.db,
    await openSeen(destination ?? DEFAULT_DESTINATION),
  )
  return { store, close: () => database.close() }
}

/**
 * Opens what is copied to; an empty database gets its tables, and a folder is written through its mirror.
 * @param source is where it is copied from: a server's credentials are not shown to another.
 */
export async function openTarget(
  location: string,
  destination?: string,
  source = '',
): Promise<Opened<Target>> {
  if (SERVER.test(location)) return { store: openServerTarget(location, source), close: async () => {} }
  const proxied = await openRepository(destination ?? DEFAULT_DESTINATION)
  const database = await open(location, false)
  const store = new DatabaseTarget(withoutPassword(location), database, proxied, destination !== undefined)
  return { store, close: () => database.close() }
}

function openServerTarget(location: string, source: string): Target {
  const sourceIsServer = SERVER.test(source)
  const rest = new Rest(location, targetEnv(process.env, sourceIsServer))
  if (sourceIsServer && new Rest(source).name === rest.name) {
    throw new TransferError(`${rest.name} is both the source and the target: there is nothing to copy.`)
  }
  return new ServerTarget(rest)
}

async function openFolder(location: string, destination: string): Promise<Opened<Source>> {
  const { FolderSource } = await import('../file-store/folder-source.ts')
  const folder = findFileStore(folderOf(location))
  return { store: new FolderSource(folder, destination), close: async () => {} }
}

/** A wrong flag would look like runs without artifacts. */
function assertFolder(destination: string): void {
  if (schemeOf(destination) !== '' || existsSync(resolveIfLocal(destination))) return
  throw new TransferError(`--source-artifacts-destination: there is no folder ${destination}.`)
}

function open(uri: string, readOnly: boolean): Promise<Database> {
  const file = uri.startsWith('sqlite') ? sqliteFile(uri) : undefined
  if (readOnly && file !== undefined && !existsSync(file)) throw new TransferError(`${file} does not exist.`)
  return openForTransfer(uri, { readOnly })
}
