import { readFile } from 'node:fs/promises'
import { homedir, userInfo } from 'node:os'
import { join } from 'node:path'
import { MlflowError } from '@millrace/contract'
import type { ConnectConfig, SFTPWrapper } from 'ssh2'
import { unlessMissing } from './inside.ts'
import { isKnownHost } from './known-hosts.ts'
import { optionalLibrary } from './library.ts'

const LIBRARIES = ['ssh2', 'ssh-config']
const loadSsh = () => optionalLibrary(LIBRARIES, () => import('ssh2'))
const loadConfig = () => optionalLibrary(LIBRARIES, () => import('ssh-config'))

const READY_MS = 20_000
const KEY_FILES = ['id_ed25519', 'id_ecdsa', 'id_rsa']

/** Where an SFTP URI leads, as it says; the rest comes from `~/.ssh/config`, as for `ssh`. */
export interface SshPlace {
  readonly host: string
  readonly port?: number
  readonly username?: string
  readonly password?: string
}

export interface SftpConnection {
  readonly sftp: SFTPWrapper
  isOpen(): boolean
  close(): void
}

/** @throws MlflowError that names the host: unreachable, unknown to `known_hosts`, or without a login for us */
export async function connectSftp(place: SshPlace): Promise<SftpConnection> {
  const { default: ssh } = await loadSsh()
  const client = new ssh.Client()
  const options = await optionsFor(place)
  try {
    await new Promise<void>((resolve, reject) => {
      client
        .on('ready', resolve)
        .on('error', reject)
        .on('close', () => reject(new Error('closed')))
      client.connect(options.connect)
    })
    // Small questions one after the other: without this each waits 40 ms for the answer to the one before.
    client.setNoDelay(true)
    const sftp = await new Promise<SFTPWrapper>((resolve, reject) => {
      client.sftp((error, wrapper) => (error ? reject(error) : resolve(wrapper)))
    })
    let isOpen = true
    client.on('close', () => {
      isOpen = false
    })
    return { sftp, isOpen: () => isOpen, close: () => client.end() }
  } catch (error) {
    client.end()
    throw failure(place.host, options.isUnknown(), error)
  }
}

async function optionsFor(place: SshPlace): Promise<{ connect: ConnectConfig; isUnknown: () => boolean }> {
  const folder = join(homedir(), '.ssh')
  const config = await configOf(join(folder, 'config'), place.host)
  const host = text(config.HostName) ?? place.host
  const port = place.port ?? Number(text(config.Port) ?? 22)
  const known = await Promise.all(
    [text(config.UserKnownHostsFile) ?? join(folder, 'known_hosts'), '/etc/ssh/ssh_known_hosts'].map((file) =>
      unlessMissing(readFile(atHome(file), 'utf8')),
    ),
  )
  let unknown = false
  const agent = process.env.SSH_AUTH_SOCK
  const { privateKey, locked } = await firstKey(config.IdentityFile, folder)
  if (locked !== undefined && !privateKey && !agent && place.password === undefined) throw lockedKey(locked)
  const connect: ConnectConfig = {
    host,
    port,
    username: place.username ?? text(config.User) ?? userInfo().username,
    ...(place.password !== undefined && { password: place.password }),
    ...(privateKey && { privateKey }),
    ...(agent && { agent }),
    readyTimeout: READY_MS,
    keepaliveInterval: 15_000,
    hostVerifier: (key: Buffer) => {
      unknown = !known.some((file) => file !== undefined && isKnownHost(file, host, port, key))
      return !unknown
    },
  }
  return { connect, isUnknown: () => unknown }
}

type Computed = Readonly<Record<string, string | string[]>>

async function configOf(file: string, host: string): Promise<Computed> {
  const lines = await unlessMissing(readFile(file, 'utf8'))
  if (lines === undefined) return {}
  const { default: SshConfig } = await loadConfig()
  return SshConfig.parse(lines).compute(host) as Computed
}

function text(value: string | string[] | undefined): string | undefined {
  return [value ?? []].flat()[0]
}

interface FoundKey {
  readonly privateKey?: Buffer
  /** The file of a key that a passphrase locks, where no other was found first. */
  readonly locked?: string
}

/** The first key that needs no passphrase: nobody is there to be asked for one. */
async function firstKey(named: string | string[] | undefined, folder: string): Promise<FoundKey> {
  const { default: ssh } = await loadSsh()
  const files = named === undefined ? KEY_FILES.map((name) => join(folder, name)) : [named].flat()
  let locked: string | undefined
  for (const file of files) {
    const key = await unlessMissing(readFile(atHome(file)))
    if (key === undefined) continue
    const parsed = ssh.utils.parseKey(key)
    if (!(parsed instanceof Error && /passphrase/i.test(parsed.message))) return { privateKey: key }
    locked ??= file
  }
  return locked === undefined ? {} : { locked }
}

function lockedKey(file: string): MlflowError {
  return new MlflowError(
    'UNAUTHENTICATED',
    `The SSH key '${file}' is locked by a passphrase. Load it into an agent (ssh-add) and start this process with the agent's SSH_AUTH_SOCK, or name a key without one by IdentityFile in ~/.ssh/config.`,
  )
}

function atHome(file: string): string {
  return file.replace(/^~(?=\/)/, homedir())
}

function failure(host: string, isUnknown: boolean, error: unknown): MlflowError {
  const options = { cause: error }
  if (isUnknown) {
    return new MlflowError(
      'UNAUTHENTICATED',
      `The key of the SFTP host '${host}' is not in known_hosts.`,
      options,
    )
  }
  const level = error instanceof Error && 'level' in error ? error.level : undefined
  return level === 'client-authentication'
    ? new MlflowError(
        'UNAUTHENTICATED',
        `The SFTP host '${host}' does not accept the login of this server.`,
        options,
      )
    : new MlflowError('TEMPORARILY_UNAVAILABLE', `The SFTP host '${host}' cannot be reached.`, options)
}
