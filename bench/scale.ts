import type { SeedSize } from './seed.ts'

export type DatasetName = 'new' | 'runs-small' | 'runs-large' | 'histories' | 'registry'

/** How much of everything: bounds of counts and times, and sizes of the seeded databases. */
export interface Scale {
  /** Longest time of one load of small requests on one server. */
  seconds: number
  /** Most requests of such a load; they are built beforehand. */
  requests: number
  /** Most log-batch calls. */
  batches: number
  /** Longest time and most calls of one load of long reads. */
  readSeconds: number
  reads: number
  deletes: number
  pythonCalls: number
  /** Starts of which the median counts. */
  starts: number
  datasets: Record<DatasetName, SeedSize | 'made by the server'>
}

/** Deletions that warm the server up come on top of those that count. */
export const WARM_DELETES = 24

const NO_HISTORIES = { bulkRuns: 0, bulkPoints: 0, longPoints: 0, models: 0 }

export const FULL: Scale = {
  seconds: 6,
  requests: 40_000,
  batches: 500,
  readSeconds: 8,
  reads: 3000,
  deletes: 1000,
  pythonCalls: 200,
  starts: 3,
  datasets: {
    new: 'made by the server',
    'runs-small': { runs: 10_000, ...NO_HISTORIES },
    'runs-large': { runs: 100_000, ...NO_HISTORIES },
    histories: { runs: 1000 + WARM_DELETES, bulkRuns: 100, bulkPoints: 1000, longPoints: 100_000, models: 0 },
    registry: { ...NO_HISTORIES, runs: 0, models: 10_000 },
  },
}

/** To try the loads, not to judge by: the sizes are not those of the targets. */
export const QUICK: Scale = {
  seconds: 1,
  requests: 4000,
  batches: 40,
  readSeconds: 1,
  reads: 20,
  deletes: 100,
  pythonCalls: 20,
  starts: 1,
  datasets: {
    new: 'made by the server',
    'runs-small': { runs: 5000, ...NO_HISTORIES },
    'runs-large': { runs: 20_000, ...NO_HISTORIES },
    histories: { runs: 100 + WARM_DELETES, bulkRuns: 20, bulkPoints: 1000, longPoints: 30_000, models: 0 },
    registry: { ...NO_HISTORIES, runs: 0, models: 2000 },
  },
}

export function seedSize(scale: Scale, dataset: DatasetName): SeedSize {
  const size = scale.datasets[dataset]
  if (size === 'made by the server') throw new Error(`${dataset} is not seeded`)
  return size
}
