import type { Backend } from './backend.ts'
import type { DatasetName, Scale } from './scale.ts'
import type { RunningServer } from './server-process.ts'
import type { ServerSpec } from './servers.ts'

export type Unit = '/s' | 'metrics/s' | 's' | 'MB'

export interface Measurement {
  value: number
  /** What the figures below count: requests, or whole journeys such as a paged history. */
  requests: number
  seconds: number
  /** Server CPU milliseconds per request, of its whole process tree. */
  cpuMs?: number
  /** Memory of the tree right after the load. */
  pssMb?: number
  p50Ms?: number
  p95Ms?: number
  /** Bytes of reply bodies. */
  bytes?: number
  /** CPU milliseconds of the measuring client per request: it must stay well below one core. */
  clientCpuMs?: number
  /** Cores that other programs kept busy during the load: the figures suffer from it. */
  othersCores?: number
  /** Prepared inserts of the same rows straight into SQLite, right after the load. */
  rawPerSecond?: number
}

/** A load with a single wrong or failed reply has no value. */
interface Failure {
  failed: string
}

export type Outcome = Measurement | Failure

export function isMeasured(outcome: Outcome | undefined): outcome is Measurement {
  return outcome !== undefined && !('failed' in outcome)
}

interface LoadCommon {
  name: string
  title: string
  unit: Unit
}

/** Runs against a server that is up, on a dataset. */
export interface ServerLoad extends LoadCommon {
  dataset: DatasetName
  run(bench: Bench): Promise<Measurement>
}

/** Starts servers itself. */
export interface StartLoad extends LoadCommon {
  dataset: 'none'
  run(spec: ServerSpec, scale: Scale, folder: string, backend: Backend): Promise<Measurement>
}

export type Load = ServerLoad | StartLoad

export interface Bench {
  server: RunningServer
  scale: Scale
}

/** Whether a bigger figure is the better one. */
export const MORE_IS_BETTER: Record<Unit, boolean> = { '/s': true, 'metrics/s': true, s: false, MB: false }
