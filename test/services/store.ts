import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../helpers/free-port.ts'
import { killService, spawnService, untilItAnswers } from './service.ts'

/** An object store that the tests started for themselves. */
export interface StoreService {
  /** With which the store is found and opened. */
  readonly env: Readonly<Record<string, string>>
  /** The artifact URI of an empty place in it, a new one each time. */
  newRoot(): string
  stop(): Promise<void>
}

/** Where a store could not be had, the reason. */
export type MaybeStore = StoreService | string

export interface StoreProgram {
  readonly name: string
  /** Installs it where it is missing, and answers with the command; `folder` is empty, and its own. */
  prepare(folder: string, port: number): Promise<{ command: string; args: string[] }>
  readonly env: (port: number) => Record<string, string>
  /** Of its bucket or container. */
  readonly uri: string
  /** Makes that; fails as long as the store is not up. */
  makeBucket(port: number): Promise<unknown>
}

/** Starts a store on a loopback port, or says why it cannot. */
export async function startStore(program: StoreProgram): Promise<MaybeStore> {
  const folder = await mkdtemp(join(tmpdir(), `millrace-${program.name}-`))
  const port = await freePort()
  const prepared = await program.prepare(folder, port).catch((error: Error) => error)
  if (prepared instanceof Error) {
    await rm(folder, { recursive: true, force: true })
    return `${program.name} could not be installed: ${prepared.message.slice(0, 300)}`
  }
  const child = spawnService(prepared.command, prepared.args, undefined, folder)
  const stop = async () => {
    await killService(child, 'SIGKILL')
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    await untilItAnswers(() => program.makeBucket(port))
  } catch (error) {
    await stop()
    throw error
  }
  return { env: program.env(port), newRoot: () => `${program.uri}/${randomUUID()}`, stop }
}
