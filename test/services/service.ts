import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { findProgram } from '../helpers/programs.ts'

/** A database server that the tests started for themselves. */
export interface Service {
  /** Of a database on it that always exists, from which others are made. */
  readonly uri: string
  /** Its certificate, if it was started with one: of `localhost`, signed by itself. */
  readonly certificate?: string
  stop(): Promise<void>
}

export interface Owner {
  readonly uid: number
  readonly gid: number
}

const PATIENCE_MS = 60_000

/** Database servers refuse to run as root; Debian's packages bring a user for each. Undefined where we are not root. */
export async function systemUser(name: string): Promise<Owner | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const ids = await Promise.all(['-u', '-g'].map((flag) => promisify(execFile)('id', [flag, name])))
  const [uid, gid] = ids.map(({ stdout }) => Number(stdout))
  return uid && gid ? { uid, gid } : undefined
}

/** Starts a server that ends with us, however we end, where the system can see to that. */
export function spawnService(
  command: string,
  args: string[],
  owner: Owner | undefined,
  cwd: string,
): ChildProcess {
  const setpriv = findProgram('setpriv')
  if (!setpriv) return spawn(command, args, { ...owner, cwd, stdio: 'ignore' })
  const user = owner ? [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups'] : []
  return spawn(setpriv, ['--pdeathsig=QUIT', ...user, '--', command, ...args], { cwd, stdio: 'ignore' })
}

/** A certificate of `localhost` and its key, which nobody but the server may read. */
export async function makeCertificate(folder: string, owner: Owner | undefined) {
  const [certificate, key] = [join(folder, 'server.crt'), join(folder, 'server.key')]
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
  const files = ['-keyout', key, '-out', certificate]
  await promisify(execFile)('openssl', [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    ...subject,
    ...files,
  ])
  await chmod(key, 0o600)
  if (owner) await Promise.all([certificate, key].map((file) => chown(file, owner.uid, owner.gid)))
  // The folder is the server's, but the certificate is for everyone.
  await chmod(folder, 0o755)
  return { certificate, key }
}

/** Stops it at once: nobody needs its data any more. */
export async function killService(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const ended = once(child, 'exit')
  child.kill(signal)
  await ended
}

export async function untilItAnswers(connect: () => Promise<unknown>): Promise<void> {
  const giveUp = Date.now() + PATIENCE_MS
  for (;;) {
    try {
      await connect()
      return
    } catch (error) {
      if (Date.now() > giveUp) throw error
      await sleep(100)
    }
  }
}
