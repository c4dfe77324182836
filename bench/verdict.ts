import { isMeasured, type Measurement, MORE_IS_BETTER, type Outcome, type Unit } from './load.ts'
import type { ServerName } from './servers.ts'
import type { Limit, Target } from './targets.ts'

export type Verdict = 'aim' | 'must' | 'missed' | 'failed' | 'not judged' | 'no target'

export interface Row {
  name: string
  title: string
  unit: Unit
  outcomes: Partial<Record<ServerName, Outcome>>
  target?: Target
}

/** How many times better ours is than the reference; undefined where either has no value. */
export function ratio(row: Row, reference: ServerName): number | undefined {
  const { millrace } = row.outcomes
  const other = row.outcomes[reference]
  if (!isMeasured(millrace) || !isMeasured(other)) return undefined
  return MORE_IS_BETTER[row.unit] ? millrace.value / other.value : other.value / millrace.value
}

/** How many times less CPU a request costs on ours. */
export function cpuRatio(row: Row, reference: ServerName): number | undefined {
  const { millrace } = row.outcomes
  const other = row.outcomes[reference]
  if (!isMeasured(millrace) || !isMeasured(other) || !millrace.cpuMs || !other.cpuMs) return undefined
  return other.cpuMs / millrace.cpuMs
}

/** How much of the rate of raw prepared inserts a server reaches. */
export function rawShare({ value, rawPerSecond }: Measurement): number | undefined {
  return rawPerSecond === undefined ? undefined : value / rawPerSecond
}

export function verdict(row: Row): Verdict {
  const { millrace } = row.outcomes
  if (!row.target) return 'no target'
  if (!millrace) return 'not judged'
  if (!isMeasured(millrace)) return 'failed'
  const { must, aim, aimRawShare } = row.target
  const reached = holds(must, row, millrace)
  if (reached === undefined) return 'not judged'
  if (!reached) return 'missed'
  const rawReached = aimRawShare === undefined || (rawShare(millrace) ?? 0) >= aimRawShare
  return aim && holds(aim, row, millrace) && rawReached ? 'aim' : 'must'
}

/** Undefined when there is nothing to compare with: the target is then neither reached nor missed. */
function holds(limit: Limit, row: Row, ours: Measurement): boolean | undefined {
  if ('atMost' in limit) return ours.value <= limit.atMost
  const reached = ratio(row, 'mlflow')
  return reached === undefined ? undefined : reached >= limit.ratio
}
