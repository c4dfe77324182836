import { createHmac } from 'node:crypto'

const HASHED = /^\|1\|([^|]+)\|(.+)$/

/**
 * Whether a file of OpenSSH's `known_hosts` format vouches for the key of a host.
 * @param key as it comes over the wire: with its type in it
 */
export function isKnownHost(file: string, host: string, port: number, key: Buffer): boolean {
  const name = port === 22 ? host : `[${host}]:${port}`
  const text = key.toString('base64')
  const lines = file.split('\n').map((line) => line.trim().split(/\s+/))
  const isRevoked = lines.some(
    ([mark, names = '', , known]) => mark === '@revoked' && known === text && fits(names, name),
  )
  return !isRevoked && lines.some(([names = '', , known]) => known === text && fits(names, name))
}

function fits(names: string, host: string): boolean {
  const [, salt, hash] = HASHED.exec(names) ?? []
  if (salt !== undefined) {
    return createHmac('sha1', Buffer.from(salt, 'base64')).update(host).digest('base64') === hash
  }
  const patterns = names.split(',')
  const isExcluded = patterns.some((pattern) => pattern.startsWith('!') && matches(pattern.slice(1), host))
  return !isExcluded && patterns.some((pattern) => matches(pattern, host))
}

function matches(pattern: string, host: string): boolean {
  const text = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${text}$`, 'i').test(host)
}
