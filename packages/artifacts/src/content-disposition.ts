const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/

/**
 * A `Content-Disposition` as MLflow sends it: an ASCII name for everybody, and the real one (RFC 5987) beside it
 * where it differs.
 */
export function contentDisposition(path: string, type: 'attachment' | 'inline' = 'attachment'): string {
  const name = path.slice(path.lastIndexOf('/') + 1).toWellFormed()
  const ascii = name.normalize('NFKD').replace(/[^\x20-\x7e]/g, '') || 'download'
  const plain = TOKEN.test(ascii) ? ascii : `"${ascii.replace(/["\\]/g, '\\$&')}"`
  return `${type}; filename=${plain}${ascii === name ? '' : `; filename*=UTF-8''${encode(name)}`}`
}

/** `encodeURIComponent` leaves four characters alone that RFC 5987 does not. */
function encode(name: string): string {
  return encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
}
