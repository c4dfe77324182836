import { invalidParameter } from '@millrace/contract'
import { decodeOnce, hasRelativeParts, noFolder } from './safe-path.ts'

/** What a URI says of a file server and of a folder on it. */
export interface ServerPlace {
  readonly host: string
  readonly port?: number
  readonly username?: string
  readonly password?: string
  /** Absolute, decoded. */
  readonly folder: string
}

const CONTROL = /\p{Cc}/u

/** @throws MlflowError that does not repeat the URI: it may hold a password */
export function serverPlace(uri: string): ServerPlace {
  const url = URL.canParse(uri) ? new URL(uri) : undefined
  if (!url?.hostname || url.search !== '' || url.hash !== '') {
    throw invalidParameter('The artifact location must have the form scheme://user@host:port/folder.')
  }
  // The parser would have taken relative parts away; they are looked for in what was given.
  const folder = decodeOnce(url.pathname || '/')
  const [username, password] = [decodeOnce(url.username), decodeOnce(url.password)]
  // The protocols end a command at the end of a line.
  if (CONTROL.test(username + password)) {
    throw invalidParameter('The login of the artifact location holds characters that no login has.')
  }
  if (CONTROL.test(folder) || hasRelativeParts(uri.replace(/^[^:]+:\/\/[^/]*/, ''))) throw noFolder()
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    ...(url.port !== '' && { port: Number(url.port) }),
    ...(username !== '' && { username }),
    ...(password !== '' && { password }),
    folder: folder === '/' ? '/' : folder.replace(/\/+$/, ''),
  }
}
