import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** A database server that the tests started for themselves. */
export interface Service {
  /** Of a database on it that always exists, from which others are made. */
  readonly uri: string
  stop(): Promise<void>
}

/** Database servers refuse to run as root; Debian's packages bring a user for each. Undefined where we are not root. */
export async function systemUser(name: string): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const ids = await Promise.all(['-u', '-g'].map((flag) => promisify(execFile)('id', [flag, name])))
  const [uid, gid] = ids.map(({ stdout }) => Number(stdout))
  return uid && gid ? { uid, gid } : undefined
}
