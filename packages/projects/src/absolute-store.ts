import { resolve } from 'node:path'

/** A tracking URI that means the same in another working directory: programs run in that of their project. */
export function absoluteStore(uri: string): string {
  const [, sqlite] = /^sqlite:\/\/\/([^/].*)$/.exec(uri) ?? []
  if (sqlite !== undefined) return sqlite === ':memory:' ? uri : `sqlite:///${resolve(sqlite)}`
  const [, scheme, path] = /^(file:)(?!\/)(.+)$/.exec(uri) ?? []
  if (scheme !== undefined && path !== undefined) return `${scheme}//${resolve(path)}`
  return /^[a-z][a-z\d+.-]+:|^databricks$/i.test(uri) ? uri : resolve(uri)
}
