import { readFile, statfs } from 'node:fs/promises'
import { cpus, freemem, totalmem } from 'node:os'

/** Reads some figures of the machine by their names of MLflow's; none where they are not to be had. */
export type Meter = () => Promise<Record<string, number>>

const MEGABYTE = 1e6

/** All of them together; a meter that fails shows nothing. */
export async function readAll(meters: readonly Meter[]): Promise<Record<string, number>> {
  const read = await Promise.all(meters.map((meter) => meter().catch(() => ({}))))
  return Object.assign({}, ...read)
}

/** How busy all cores were since it was read last. */
export function cpuMeter(): Meter {
  let before = cpuTimes()
  return async () => {
    const now = cpuTimes()
    const total = now.total - before.total
    const percentage = total === 0 ? 0 : 100 * (1 - (now.idle - before.idle) / total)
    before = now
    return { cpu_utilization_percentage: percentage }
  }
}

function cpuTimes(): { idle: number; total: number } {
  const all = cpus().map(({ times }) => ({
    idle: times.idle,
    total: Object.values(times).reduce((sum, time) => sum + time, 0),
  }))
  return all.reduce((sum, { idle, total }) => ({ idle: sum.idle + idle, total: sum.total + total }), {
    idle: 0,
    total: 0,
  })
}

export const memoryMeter: Meter = async () => {
  const used = totalmem() - (await availableMemory())
  return {
    system_memory_usage_megabytes: used / MEGABYTE,
    system_memory_usage_percentage: (100 * used) / totalmem(),
  }
}

/** What programs can get; Linux counts its caches as free for that, unlike Node. */
async function availableMemory(): Promise<number> {
  const text = await readFile('/proc/meminfo', 'utf8').catch(() => '')
  const kilobytes = /^MemAvailable:\s+(\d+)/m.exec(text)?.[1]
  return kilobytes === undefined ? freemem() : Number(kilobytes) * 1024
}

export const diskMeter: Meter = async () => {
  const { blocks, bfree, bavail, bsize } = await statfs(process.platform === 'win32' ? 'C:\\' : '/')
  const used = blocks - bfree
  return {
    disk_usage_percentage: (100 * used) / (used + bavail),
    disk_usage_megabytes: (used * bsize) / MEGABYTE,
    disk_available_megabytes: (bavail * bsize) / MEGABYTE,
  }
}

/** What went over the network since it was made; on Linux only, for Node does not tell. */
export function networkMeter(): Meter {
  let first: Promise<{ received: number; sent: number }> | undefined
  return async () => {
    first ??= networkBytes()
    const [before, now] = [await first, await networkBytes()]
    return {
      network_receive_megabytes: (now.received - before.received) / MEGABYTE,
      network_transmit_megabytes: (now.sent - before.sent) / MEGABYTE,
    }
  }
}

async function networkBytes(): Promise<{ received: number; sent: number }> {
  const lines = (await readFile('/proc/net/dev', 'utf8')).split('\n').slice(2)
  const sums = { received: 0, sent: 0 }
  for (const line of lines) {
    const [, columns] = /^\s*\S+:\s*(.*)$/.exec(line) ?? []
    const numbers = (columns ?? '').split(/\s+/).map(Number)
    sums.received += numbers[0] || 0
    sums.sent += numbers[8] || 0
  }
  return sums
}
