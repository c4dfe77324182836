import type { IncomingHttpHeaders } from 'node:http'

/** As long as a name may be in the history of the registry. */
const LONGEST_NAME = 256

/**
 * Who calls, by the header that a proxy sets. The header is trusted: the server must not be reachable past that proxy, and the
 * proxy must take the header away from what clients send.
 */
export function userOf(headers: IncomingHttpHeaders, header: string | undefined): string | undefined {
  const given = header === undefined ? undefined : headers[header]
  const name = (Array.isArray(given) ? given[0] : given)?.trim()
  return name ? fromLatin1(name).slice(0, LONGEST_NAME) : undefined
}

/** Node reads headers byte by byte; names in UTF-8 are put together again, others stay as they came. */
function fromLatin1(text: string): string {
  const bytes = Buffer.from(text, 'latin1')
  const decoded = bytes.toString('utf8')
  return decoded.includes('\ufffd') ? text : decoded
}
