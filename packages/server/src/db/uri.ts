import { resolve } from 'node:path'
import { UnusableDatabase } from './sqlite-setup.ts'

/** The file behind a SQLAlchemy-style SQLite URI; undefined means in memory. */
export function sqliteFile(uri: string, workingDirectory = process.cwd()): string | undefined {
  const match = /^sqlite(?:\+pysqlite)?:\/\/(?:\/(?<path>[^?]*))?(?:\?.*)?$/.exec(uri)
  if (!match) throw new UnusableDatabase(unsupported(uri))
  const path = match.groups?.path ?? ''
  if (path === '' || path === ':memory:') return undefined
  return resolve(workingDirectory, path)
}

function unsupported(uri: string): string {
  const scheme = /^[a-z0-9+.-]+(?=:)/i.exec(uri)?.[0] ?? 'a plain path'
  return `The backend store must be SQLite for now (sqlite:///mlflow.db); ${scheme} is not supported yet.`
}
