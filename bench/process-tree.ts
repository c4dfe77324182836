import { readdirSync, readFileSync } from 'node:fs'

/** Linux reports process times in ticks of 1/100 s on every architecture Node runs on. */
const MS_PER_TICK = 10

interface Process {
  pid: number
  parent: number
  session: number
  cpuMs: number
  /** Ended, but whoever should take note of that has not yet: its time still counts, it needs no stopping. */
  ended: boolean
}

/**
 * All running processes of a server: what descends from `root`, and what is left in its session when a parent died.
 * The server must have been started as the leader of its own session.
 */
export function processTree(root: number): number[] {
  return tree(root)
    .filter((process) => !process.ended)
    .map((process) => process.pid)
}

/**
 * CPU time the whole tree has used so far. Children that already ended are in their parents' figures,
 * so a worker that is replaced between two readings is not lost.
 */
export function cpuMs(root: number): number {
  return tree(root).reduce((sum, process) => sum + process.cpuMs, 0)
}

/** Proportional set size of the tree: pages that forked workers share count once. */
export function pssMb(root: number): number {
  const kilobytes = tree(root).map((process) => pssKb(process.pid))
  return kilobytes.reduce((sum, kb) => sum + kb, 0) / 1024
}

function tree(root: number): Process[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readProcess(Number(name)))
    .filter((process) => process !== undefined)
  const found = new Set<number>()
  let grown = true
  while (grown) {
    grown = false
    for (const { pid, parent, session } of all) {
      if (found.has(pid) || !(pid === root || session === root || found.has(parent))) continue
      found.add(pid)
      grown = true
    }
  }
  return all.filter((process) => found.has(process.pid))
}

function readProcess(pid: number): Process | undefined {
  const stat = readProc(`/proc/${pid}/stat`)
  if (stat === undefined) return undefined
  // The command name may hold spaces and brackets; the fields proper start after the last bracket.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state, parent, , session] = fields
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
  const ended = state === 'Z'
  return { pid, parent: Number(parent), session: Number(session), cpuMs: ticks * MS_PER_TICK, ended }
}

function pssKb(pid: number): number {
  const rollup = readProc(`/proc/${pid}/smaps_rollup`)
  return Number(rollup?.match(/^Pss:\s+(\d+) kB/m)?.[1] ?? 0)
}

/** A process may end between listing and reading: that one is simply gone. */
function readProc(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
}
