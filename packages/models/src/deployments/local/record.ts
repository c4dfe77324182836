import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Config, Env } from '../target.ts'

/** What a deployment is: `deployment.json` in its folder. Only its owner may read it, for variables may be secrets. */
export interface DeploymentRecord {
  readonly name: string
  readonly model_uri: string
  readonly flavor: string
  readonly force_python: boolean
  readonly host: string
  readonly port: number
  /** As it was read from `-C`. */
  readonly config: Config
  /** The words that start the command `millrace`. */
  readonly program: readonly string[]
  /** The folder it was made in, which paths and stores of the environment count from. */
  readonly cwd: string
  /** Milliseconds since 1970. */
  readonly created: number
  readonly updated: number
}

/** Who looks after a deployment, and how to speak to it: `supervisor.json`. */
export interface SupervisorFile {
  readonly pid: number
  /** On the loopback. */
  readonly port: number
  readonly token: string
  /** Of the server that it started last; 0 between two. */
  readonly server_pid: number
}

const RECORD = 'deployment.json'
const SUPERVISOR = 'supervisor.json'
const LOG = 'log.txt'

/** The folder that holds a folder for each deployment. */
export function deploymentsRoot(env: Env): string {
  return env.MILLRACE_DEPLOYMENTS_ROOT || join(env.HOME || homedir(), '.millrace', 'deployments')
}

export function logOf(folder: string): string {
  return join(folder, LOG)
}

/** @returns whether it was made: not where it is there */
export async function makeFolder(root: string, name: string): Promise<boolean> {
  await mkdir(root, { recursive: true, mode: 0o700 })
  try {
    await mkdir(join(root, name), { mode: 0o700 })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

export async function readRecord(folder: string): Promise<DeploymentRecord | undefined> {
  return readJson<DeploymentRecord>(join(folder, RECORD))
}

export async function writeRecord(folder: string, record: DeploymentRecord): Promise<void> {
  await writeJson(join(folder, RECORD), record)
}

export async function readSupervisor(folder: string): Promise<SupervisorFile | undefined> {
  return readJson<SupervisorFile>(join(folder, SUPERVISOR))
}

export async function writeSupervisor(folder: string, file: SupervisorFile): Promise<void> {
  await writeJson(join(folder, SUPERVISOR), file)
}

export async function removeSupervisor(folder: string): Promise<void> {
  await rm(join(folder, SUPERVISOR), { force: true })
}

/** The records below a root, by name. What holds none, or is being made, is left out. */
export async function allRecords(root: string): Promise<DeploymentRecord[]> {
  const names = await readdir(root).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const records = await Promise.all(names.sort().map((name) => readRecord(join(root, name))))
  return records.filter((record) => record !== undefined)
}

async function readJson<T>(path: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as T
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
}

/** Whoever reads it meanwhile finds the old one or the new one. */
async function writeJson(path: string, value: object): Promise<void> {
  const begun = `${path}.${process.pid}`
  await writeFile(begun, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 })
  await chmod(begun, 0o600)
  await rename(begun, path)
}
