import { type Drive, drive, openConnections } from './drive.ts'
import type { Bench, Measurement } from './load.ts'
import { cpuMs, pssMb } from './process-tree.ts'
import type { RunningServer } from './server-process.ts'
import { systemCpuMs } from './system-cpu.ts'

const WARM_UP_SECONDS = 60
/** The system counts in steps of 10 ms: less than five of them is no measurement. */
const LEAST_CPU_MS = 50

export interface Measured extends Omit<Measurement, 'value'> {
  /** Units of work answered since the first, warm-up included: what the database must hold. */
  acknowledged: number
}

/** Does the first `warm` units untimed, on the connections of the timed ones: MLflow's workers each warm up by themselves. */
export async function measure(server: RunningServer, work: Drive & { warm: number }): Promise<Measured> {
  const connections = openConnections(server.port, work.clients)
  try {
    const warmUp = await drive(connections, { ...work, to: work.from + work.warm, seconds: WARM_UP_SECONDS })
    rejectFailures(warmUp.failures, work.warm)
    const before = cpuClocks(server)
    const driven = await drive(connections, { ...work, from: work.from + work.warm })
    const after = cpuClocks(server)
    const serverCpu = after.server - before.server
    const clientCpu = after.client - before.client
    const others = after.system - before.system - serverCpu - clientCpu
    rejectFailures(driven.failures, driven.done + driven.failures.length)
    return {
      requests: driven.done,
      seconds: driven.seconds,
      ...(serverCpu >= LEAST_CPU_MS && { cpuMs: serverCpu / driven.done }),
      pssMb: pssMb(server.pid),
      p50Ms: quantile(driven.latenciesMs, 0.5),
      p95Ms: quantile(driven.latenciesMs, 0.95),
      bytes: driven.bytes,
      clientCpuMs: clientCpu / driven.done,
      othersCores: Math.max(0, others) / 1000 / driven.seconds,
      acknowledged: warmUp.done + driven.done,
    }
  } finally {
    for (const connection of connections) connection.close()
  }
}

function cpuClocks({ pid }: RunningServer): Record<'server' | 'client' | 'system', number> {
  const { user, system } = process.cpuUsage()
  return { server: cpuMs(pid), client: (user + system) / 1000, system: systemCpuMs() }
}

export function rate({ acknowledged: _, ...measured }: Measured, unitsPerRequest = 1): Measurement {
  return { ...measured, value: (measured.requests * unitsPerRequest) / measured.seconds }
}

/** The median time of one unit of work. */
export function latency({ acknowledged: _, ...measured }: Measured): Measurement {
  return { ...measured, value: (measured.p50Ms ?? 0) / 1000 }
}

/** The median time of one read, asked by one client after the other. */
export async function readLatency({ server, scale }: Bench, request: Buffer): Promise<Measurement> {
  return latency(
    await measure(server, {
      clients: 1,
      from: 0,
      to: scale.reads,
      warm: 1,
      seconds: scale.readSeconds,
      task: (client) => client.send(request),
    }),
  )
}

export function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

function rejectFailures(failures: string[], tried: number): void {
  if (failures.length > 0) throw new Error(`${failures.length} of ${tried} failed, first: ${failures[0]}`)
}
