import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { UnusableDatabase } from '../db/revision.ts'

const FILE_URI = /^file:(?:\/\/(?<host>[^/]*))?(?<path>.*)$/is

/** The folder that a plain path or a `file:` URI names: `file:///abs`, `file:relative`, `./mlruns`. */
export function folderOf(uri: string): string {
  const { host = '', path } = FILE_URI.exec(uri)?.groups ?? {}
  if (path === undefined) return resolve(uri)
  if (host !== '' && host !== 'localhost') {
    throw new UnusableDatabase(`${uri} names another machine; give a folder of this one.`)
  }
  return path.startsWith('/') ? fileURLToPath(`file://${path}`) : resolve(decodeURIComponent(path))
}
