const FIRST_TIME_MS = 1_700_000_000_000
const BATCH_KEYS = 10
const BATCH_STEPS = 100
export const BATCH_METRICS = BATCH_KEYS * BATCH_STEPS

/** A thousand metrics as a training loop flushes them: ten curves, a hundred steps each. */
export function batchMetrics(nth: number): { key: string; value: number; timestamp: number; step: number }[] {
  return Array.from({ length: BATCH_METRICS }, (_, index) => {
    const step = nth * BATCH_STEPS + Math.floor(index / BATCH_KEYS)
    return {
      key: `metric-${index % BATCH_KEYS}`,
      value: 1 / (1 + step + index),
      timestamp: FIRST_TIME_MS + step,
      step,
    }
  })
}
