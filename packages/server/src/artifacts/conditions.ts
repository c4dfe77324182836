import type { IncomingHttpHeaders } from 'node:http'
import type { FileInfo } from '@millrace/artifacts'

/** Whether the caller holds a file already as it is, by `If-None-Match` or, without one, by `If-Modified-Since`. */
export function isUnchanged(headers: IncomingHttpHeaders, { etag, mtime }: FileInfo): boolean {
  const known = headers['if-none-match']
  if (known !== undefined) return known.trim() === '*' || (etag !== undefined && names(known, etag))
  const since = Date.parse(headers['if-modified-since'] ?? '')
  // HTTP's dates have no fractions of a second.
  return mtime !== undefined && Math.floor(mtime / 1000) * 1000 <= since
}

const TAG = /(?:W\/)?"[^"]*"/g

/** Weakly compared, as HTTP wants it here: `W/"x"` is `"x"`. */
function names(list: string, etag: string): boolean {
  return (list.match(TAG) ?? []).some((tag) => strong(tag) === strong(etag))
}

function strong(tag: string): string {
  return tag.replace(/^W\//, '')
}
