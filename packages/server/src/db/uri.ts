import { resolve } from 'node:path'
import { UnusableDatabase } from './revision.ts'

export type DatabaseKind = 'sqlite' | 'postgresql' | 'mysql' | 'folder'

/** The kind of store that a SQLAlchemy-style URI names, whatever its Python driver; a path is a folder of MLflow's file store. */
export function databaseKind(uri: string): DatabaseKind {
  const given = /^([a-z][a-z0-9.-]*)(?:\+[a-z0-9_]+)?:/i.exec(uri)?.[1]?.toLowerCase()
  if (given === undefined || given === 'file') return 'folder'
  const scheme = uri.includes('://') ? given : ''
  if (scheme === 'sqlite') return 'sqlite'
  if (scheme === 'postgresql' || scheme === 'postgres') return 'postgresql'
  if (scheme === 'mysql' || scheme === 'mariadb') return 'mysql'
  throw new UnusableDatabase(
    `A URI that begins with '${given}:' names no store: it must be SQLite (sqlite:///mlflow.db), PostgreSQL (postgresql://user@host/database), MySQL (mysql://user@host/database) or a folder (./mlruns).`,
  )
}

/** The file behind a SQLAlchemy-style SQLite URI; undefined means in memory. */
export function sqliteFile(uri: string, workingDirectory = process.cwd()): string | undefined {
  const match = /^sqlite(?:\+[a-z0-9_]+)?:\/\/(?:\/(?<path>[^?]*))?(?:\?.*)?$/i.exec(uri)
  if (!match)
    throw new UnusableDatabase(`${uri} is not the URI of a SQLite file; sqlite:///mlflow.db is one.`)
  const path = match.groups?.path ?? ''
  if (path === '' || path === ':memory:') return undefined
  return resolve(workingDirectory, path)
}

/** A SQLAlchemy-style URI as database drivers of Node take it: without the Python driver. */
export function withoutDriver(uri: string): string {
  return uri.replace(/^([a-z0-9]+)\+[a-z0-9_]+:/i, '$1:')
}

/** Values of a query in which drivers take passwords, whole connection strings among them. */
const SECRETS = /([?&](?:[a-z]*passw[a-z]*|pwd|odbc_connect|sslkey)=)[^&]*/gi

/** A URI that may be shown: its password is not in it. */
export function withoutPassword(uri: string): string {
  return uri.replace(/^([^/]*:\/\/[^/:@]*):.*@/, '$1:***@').replace(SECRETS, '$1***')
}

/**
 * The parts of a database's URI, read as SQLAlchemy does: a password may hold anything but an `@`.
 * @throws UnusableDatabase that shows no password; Node's own error would show the whole URI.
 */
export function parsedUri(uri: string): URL {
  const [, scheme = '', user, password, place = ''] = WITH_USER.exec(uri) ?? []
  const login = [user, password].flatMap((part) => (part === undefined ? [] : [encoded(part)])).join(':')
  const host = place.startsWith('/') ? 'localhost' : ''
  const url = URL.parse(user === undefined ? uri : `${scheme}${login}@${host}${place}`)
  if (url !== null) return url
  throw new UnusableDatabase(
    'The URI of the database cannot be read; an @ in a user or password must be written as %40.',
  )
}

const WITH_USER = /^([a-z0-9+]+:\/\/)([^:/@]*)(?::([^@]*))?@(.*)$/i

function encoded(part: string): string {
  try {
    return encodeURIComponent(decodeURIComponent(part))
  } catch {
    return encodeURIComponent(part)
  }
}
