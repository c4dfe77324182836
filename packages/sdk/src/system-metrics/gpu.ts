import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Meter } from './meters.ts'

const execute = promisify(execFile)

const FIELDS = ['memory.used', 'memory.total', 'utilization.gpu', 'power.draw', 'power.limit']
const QUERY = [`--query-gpu=${FIELDS.join(',')}`, '--format=csv,noheader,nounits']
/** `nvidia-smi` counts memory in 2^20 bytes, MLflow's clients in millions. */
const MEBIBYTE = 1024 ** 2 / 1e6

/** NVIDIA's graphics processors, where `nvidia-smi` is; it is not asked again where it is not. */
export function gpuMeter(): Meter {
  let isThere = true
  return async () => {
    if (!isThere) return {}
    try {
      const { stdout } = await execute('nvidia-smi', QUERY, { timeout: 5000 })
      return gpuFigures(stdout)
    } catch {
      isThere = false
      return {}
    }
  }
}

/** One line for each; a figure that a card does not know is `[N/A]`. */
export function gpuFigures(csv: string): Record<string, number> {
  const figures: Record<string, number> = {}
  for (const [i, line] of csv.trim().split('\n').entries()) {
    const [used = Number.NaN, total = Number.NaN, busy = Number.NaN, power = Number.NaN, limit = Number.NaN] =
      line.split(',').map(Number)
    const known = {
      memory_usage_percentage: (100 * used) / total,
      memory_usage_megabytes: used * MEBIBYTE,
      utilization_percentage: busy,
      power_usage_watts: power,
      power_usage_percentage: (100 * power) / limit,
    }
    for (const [name, value] of Object.entries(known)) {
      if (!Number.isNaN(value)) figures[`gpu_${i}_${name}`] = value
    }
  }
  return figures
}
