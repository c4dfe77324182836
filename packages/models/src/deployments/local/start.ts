import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { MlflowError } from '@millrace/contract'
import type { Env } from '../target.ts'
import { until } from '../until.ts'
import { askSupervisor } from './control.ts'
import { type DeploymentRecord, logOf } from './record.ts'

const EVERY_MS = 100
const PING_MS = 2000
const SHOWN_LINES = 12
const SUPERVISOR_SECONDS = 30

/** Where clients on this machine find it. */
export function addressOf({ host, port }: Pick<DeploymentRecord, 'host' | 'port'>): string {
  const reached = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host
  return `http://${reached.includes(':') ? `[${reached}]` : reached}:${port}`
}

/** Starts a process that outlives this one and its terminal, and looks after the server. */
export async function startSupervisor(folder: string, record: DeploymentRecord, env: Env): Promise<void> {
  const [command = '', ...words] = [...record.program, 'deployments', 'supervise', folder]
  const log = openSync(logOf(folder), 'a', 0o600)
  const supervisor = spawn(command, words, {
    cwd: record.cwd,
    env: env as NodeJS.ProcessEnv,
    detached: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  await once(supervisor, 'spawn')
  supervisor.unref()
  await until(
    async () => {
      if (supervisor.exitCode !== null) throw await failure(folder, 'Its supervisor ended')
      return askSupervisor(folder, 'state')
    },
    { seconds: SUPERVISOR_SECONDS, everyMs: EVERY_MS, what: 'The supervisor does not answer' },
  )
}

/**
 * Waits until the model answers.
 * @throws MlflowError with the last lines of its log when its server ends instead, or takes too long
 */
export async function untilReady(folder: string, record: DeploymentRecord, seconds: number): Promise<void> {
  await until(
    async () => {
      const state = await askSupervisor(folder, 'state')
      if (!state) throw await failure(folder, 'Its supervisor ended')
      if (state.last_exit !== undefined) throw await failure(folder, `Its server ended (${state.last_exit})`)
      return state.server_pid !== 0 && (await answersPing(record)) ? true : undefined
    },
    { seconds, everyMs: EVERY_MS, what: `The deployment ${record.name} is not ready` },
  )
}

export async function answersPing(record: Pick<DeploymentRecord, 'host' | 'port'>): Promise<boolean> {
  try {
    return (await fetch(`${addressOf(record)}/ping`, { signal: AbortSignal.timeout(PING_MS) })).ok
  } catch {
    return false
  }
}

/** The port asked for, if it is free, else one that is: undefined for one that is taken. */
export function freePort(host: string, port: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    )
    probe.listen(port, host, () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' ? address?.port : undefined))
    })
  })
}

async function failure(folder: string, what: string): Promise<MlflowError> {
  const log = await readFile(logOf(folder), 'utf8').catch(() => '')
  const last = log.trimEnd().split('\n').slice(-SHOWN_LINES).join('\n')
  return new MlflowError('INTERNAL_ERROR', `The model cannot be served. ${what}:\n${last}`)
}
