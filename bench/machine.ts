import { execFileSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { cpus, loadavg, release, totalmem } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { MILLRACE, ROOT, SERVERS, type ServerName } from './servers.ts'

export interface MachineFacts {
  cpu: string
  cores: number
  memoryGb: number
  kernel: string
  node: string
  sqlite: string
  commit: string
  /** When the measured file of Millrace was written, and whether any source is newer than it. */
  build?: { file: string; written: string; stale: boolean }
  /** Before anything was started: what else the machine was doing. */
  loadAverage: number[]
  versions: Partial<Record<ServerName, string>>
}

export function machineFacts(servers: ServerName[]): MachineFacts {
  const mlflow = servers.some((name) => name !== 'millrace')
    ? version(SERVERS.mlflow.command, ['--version'])
    : ''
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 1e9),
    kernel: release(),
    node: process.version,
    sqlite: sqliteVersion(),
    commit: version('git', ['-C', ROOT, 'describe', '--always', '--dirty']),
    ...(servers.includes('millrace') && { build: buildFacts() }),
    loadAverage: loadavg().map((load) => Math.round(load * 100) / 100),
    versions: Object.fromEntries(servers.filter((name) => name !== 'millrace').map((name) => [name, mlflow])),
  }
}

function version(command: string, args: string[]): string {
  return execFileSync(command, args, { encoding: 'utf8' }).trim()
}

function buildFacts(): MachineFacts['build'] {
  const written = statSync(MILLRACE).mtimeMs
  return { file: MILLRACE, written: new Date(written).toISOString(), stale: newestSource() > written }
}

function newestSource(): number {
  const packages = join(ROOT, 'packages')
  const sources = readdirSync(packages, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /^[^/]+\/src\/.*(?<!\.test)\.(ts|tsx|css)$/.test(file),
  )
  return Math.max(...sources.map((file) => statSync(join(packages, file)).mtimeMs))
}

function sqliteVersion(): string {
  const db = new Database(':memory:')
  const found = db.prepare<[], string>('SELECT sqlite_version()').pluck().get() ?? ''
  db.close()
  return found
}
