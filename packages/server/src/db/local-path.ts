import { folderOf } from '../file-store/uri.ts'
import { databaseKind, sqliteFile } from './uri.ts'

/** The file or folder that a store is kept in; undefined for a database server and in memory. */
export function localPathOf(uri: string): string | undefined {
  const kind = databaseKind(uri)
  if (kind === 'folder') return folderOf(uri)
  return kind === 'sqlite' ? sqliteFile(uri) : undefined
}
