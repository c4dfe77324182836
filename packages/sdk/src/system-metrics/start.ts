import type { Env } from '../options.ts'
import type { Run } from '../run.ts'
import { gpuMeter } from './gpu.ts'
import { cpuMeter, diskMeter, type Meter, memoryMeter, networkMeter, readAll } from './meters.ts'

const DEFAULT_SECONDS = 10

/**
 * Logs how busy the machine is, under MLflow's names: `system/cpu_utilization_percentage` and so on.
 * @returns how to stop it; what was measured last is logged then
 */
export function startSystemMetrics(run: Run, env: Env, firstStep: number): () => Promise<void> {
  const seconds = Number(env.MLFLOW_SYSTEM_METRICS_SAMPLING_INTERVAL) || DEFAULT_SECONDS
  const samplesOfEach = Math.max(1, Number(env.MLFLOW_SYSTEM_METRICS_SAMPLES_BEFORE_LOGGING) || 1)
  const node = env.MLFLOW_SYSTEM_METRICS_NODE_ID
  const prefix = `system/${node ? `${node}/` : ''}`
  const meters: Meter[] = [cpuMeter(), memoryMeter, diskMeter, networkMeter(), gpuMeter()]
  let samples: Record<string, number>[] = []
  let step = firstStep
  const publish = () => {
    const names = new Set(samples.flatMap((sample) => Object.keys(sample)))
    for (const name of names) run.logMetric(`${prefix}${name}`, average(samples, name), { step })
    samples = []
    step++
  }
  const measure = async () => {
    samples.push(await readAll(meters))
    if (samples.length >= samplesOfEach) publish()
  }
  let measuring: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    measuring = measuring.then(measure)
  }, seconds * 1000)
  timer.unref()
  return async () => {
    clearInterval(timer)
    measuring = measuring.then(measure)
    await measuring
    if (samples.length > 0) publish()
  }
}

/** To a tenth, as MLflow's clients log it. */
function average(samples: readonly Record<string, number>[], name: string): number {
  const values = samples.flatMap((sample) => sample[name] ?? [])
  return Math.round((10 * values.reduce((sum, value) => sum + value, 0)) / values.length) / 10
}
