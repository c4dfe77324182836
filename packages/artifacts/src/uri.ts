import { isAbsolute, resolve } from 'node:path'
import { invalidParameter } from '@millrace/contract'

/** The parts of a URI, nothing decoded; a plain path is all `path`, `query` and `fragment`. */
interface UriParts {
  /** In lower case, without its colon; '' for a plain path. */
  readonly scheme: string
  /** What follows `//`, if that is there. */
  readonly authority: string | undefined
  readonly path: string
  readonly query: string
  readonly fragment: string
}

const URI = /^(?:([a-z][a-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/is

export function splitUri(uri: string): UriParts {
  const [, scheme = '', authority, path = '', query = '', fragment = ''] = URI.exec(uri) ?? []
  return { scheme: scheme.toLowerCase(), authority, path, query, fragment }
}

/** `uri` with `path` behind its own path: a query (an S3 endpoint's options, say) stays at the end. */
export function appendToUri(uri: string, path: string): string {
  const { scheme, authority, path: before, query, fragment } = splitUri(uri)
  if (scheme === '') return joined(uri, path)
  // As Python writes them: an empty authority is shown for files only.
  const host = authority || scheme === 'file' ? `//${authority ?? ''}` : ''
  const after = joined(before, path)
  const slash = host !== '' && !after.startsWith('/') ? '/' : ''
  return `${scheme}:${host}${slash}${after}${query && `?${query}`}${fragment && `#${fragment}`}`
}

function joined(before: string, path: string): string {
  return before === '' || before.endsWith('/') ? before + path : `${before}/${path}`
}

const THIS_MACHINE = /^(?:|\.|localhost.*|127\.0\.0\.1.*)$/i

/** A relative path or `file:` URI as an absolute one: it must not move when a server starts elsewhere. */
export function resolveIfLocal(uri: string): string {
  const { scheme, authority = '', path, query, fragment } = splitUri(uri)
  if (scheme === '') return isAbsolute(uri) ? uri : resolve(uri)
  if (scheme !== 'file') return uri
  if (!THIS_MACHINE.test(authority)) throw invalidParameter(`${uri} is not a valid remote uri.`)
  if (path.startsWith('/')) return uri
  return `file://${resolve(path)}${query && `?${query}`}${fragment && `#${fragment}`}`
}
