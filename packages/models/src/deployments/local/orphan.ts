import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { type DeploymentRecord, readSupervisor } from './record.ts'

const TRIES = 100
const EVERY_MS = 100

/**
 * Ends the server that a killed supervisor left behind. The number of a process says little, for it is given again: its words
 * must be those of this deployment.
 */
export async function endOrphan(folder: string, record: DeploymentRecord): Promise<void> {
  const pid = (await readSupervisor(folder))?.server_pid ?? 0
  if (!(await servesIt(pid, record))) return
  process.kill(pid, 'SIGTERM')
  for (let tries = 0; tries < TRIES; tries++) {
    if (!(await servesIt(pid, record))) return
    await pause(EVERY_MS)
  }
  process.kill(pid, 'SIGKILL')
}

async function servesIt(pid: number, { port, name }: DeploymentRecord): Promise<boolean> {
  if (pid === 0) return false
  const words = await commandLine(pid)
  return ['models serve', `--name ${name} `, `--port ${port}`].every((piece) => words.includes(piece))
}

/** The words of a process with blanks between them; '' where there is no such process. */
async function commandLine(pid: number): Promise<string> {
  try {
    if (process.platform === 'linux') {
      return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ')
    }
    return (await promisify(execFile)('ps', ['-o', 'args=', '-p', String(pid)])).stdout
  } catch {
    return ''
  }
}
