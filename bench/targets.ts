import type { BackendName } from './backend.ts'

export type Limit = { ratio: number } | { atMost: number }

export interface Target {
  /** What MLflow and FastTrackML 0.6 (as a ratio to it) did when the target was set; not measured here. */
  mlflow: string
  fastTrackMl: string
  must: Limit
  aim?: Limit
  /** Share of the raw insert rate to aim for besides. */
  aimRawShare?: number
}

const times = (must: number, aim: number): Pick<Target, 'must' | 'aim'> => ({
  must: { ratio: must },
  aim: { ratio: aim },
})
const atMost = (must: number, aim: number): Pick<Target, 'must' | 'aim'> => ({
  must: { atMost: must },
  aim: { atMost: aim },
})

const SMALL_SEARCH: Target = { mlflow: '1.6–1.95 s', fastTrackMl: '8–10 ×', ...times(20, 35) }
const LARGE_SEARCH: Target = { mlflow: '1.7–2.4 s', fastTrackMl: '2.7–6 ×', ...times(15, 30) }
const AFTER_LOAD: Target = { mlflow: '2,410 MB', fastTrackMl: '57 MB', ...atMost(220, 150) }

/** "Must reach" of the model registry: 10,000 models of three versions each, one in four with stages. */
const REGISTRY: Record<string, Target> = {
  'registry-models': { mlflow: '86–90 ms', fastTrackMl: '–', ...times(15, 30) },
  'registry-models-tag': { mlflow: '–', fastTrackMl: '–', ...times(15, 30) },
  'registry-prompts': { mlflow: '–', fastTrackMl: '–', must: { ratio: 20 } },
  'registry-versions': { mlflow: '129 ms', fastTrackMl: '–', ...times(10, 20) },
  'registry-race': { mlflow: '–', fastTrackMl: '–', must: { ratio: 10 } },
}

/** The table "Must reach" of the tracking server. */
const SQLITE: Record<string, Target> = {
  ...REGISTRY,
  'start-existing': { mlflow: '13.8 s', fastTrackMl: '0.06 s', ...atMost(0.7, 0.4) },
  'start-new': { mlflow: '16.7 s', fastTrackMl: '0.3 s', ...atMost(1, 0.6) },
  'memory-idle': { mlflow: '1,954 MB', fastTrackMl: '31 MB', ...atMost(130, 90) },
  'create-run-8': { mlflow: '81/s, 16.8 CPU ms', fastTrackMl: '22 ×', ...times(30, 45) },
  'log-metric-8': { mlflow: '77/s, 14 CPU ms', fastTrackMl: '16 ×', ...times(30, 45) },
  'log-metric-32': { mlflow: '84/s, 14 CPU ms', fastTrackMl: '18 ×', ...times(50, 90) },
  'log-parameter-8': { mlflow: '107/s', fastTrackMl: '11 ×', ...times(20, 35) },
  'set-tag-8': { mlflow: '126/s', fastTrackMl: '7 ×', ...times(20, 35) },
  'log-batch-1': { mlflow: '5,000 metrics/s', fastTrackMl: '3 ×', ...times(10, 15), aimRawShare: 0.5 },
  'log-batch-8': { mlflow: '4,000 metrics/s', fastTrackMl: '3 ×', ...times(10, 15), aimRawShare: 0.5 },
  'python-log-metric': { mlflow: '17/s', fastTrackMl: '12 ×', must: { ratio: 12 } },
  'memory-writes': AFTER_LOAD,
  'search-10k': SMALL_SEARCH,
  'search-metric-10k': SMALL_SEARCH,
  'search-param-tag-10k': SMALL_SEARCH,
  'search-order-10k': SMALL_SEARCH,
  'search-page-2-10k': SMALL_SEARCH,
  'get-run-8': { mlflow: '87/s', fastTrackMl: '28 ×', ...times(40, 70) },
  'memory-small': AFTER_LOAD,
  'search-100k': LARGE_SEARCH,
  'search-metric-100k': LARGE_SEARCH,
  'search-param-tag-100k': LARGE_SEARCH,
  'search-order-100k': { ...LARGE_SEARCH, mlflow: '3.2 s', ...times(10, 30) },
  'search-page-2-100k': LARGE_SEARCH,
  'search-page-20-100k': { mlflow: '1.8 s', fastTrackMl: 'fails', ...times(15, 30) },
  'search-50-100k': { mlflow: '221 ms', fastTrackMl: '1 ×', ...times(20, 40) },
  'memory-large': AFTER_LOAD,
  'get-history': { mlflow: '10.5 s', fastTrackMl: '9 ×', ...times(20, 40) },
  'bulk-interval': { mlflow: '1.7 s', fastTrackMl: '–', ...times(15, 30) },
  'bulk-interval-all': { mlflow: '–', fastTrackMl: '–', ...times(15, 30) },
  'delete-runs-8': { mlflow: '7.8 s', fastTrackMl: '10 ×', ...times(15, 25) },
  'memory-histories': AFTER_LOAD,
}

const POSTGRES_SEARCH: Target = { mlflow: '1.5–1.9 s', fastTrackMl: '12–15 ×', ...times(20, 30) }
const POSTGRES_LARGE_SEARCH: Target = { mlflow: '–', fastTrackMl: '–', ...times(15, 22.5) }

/** "Must reach" of the backend stores, PostgreSQL 15. */
const POSTGRESQL: Record<string, Target> = {
  ...REGISTRY,
  'create-run-8': { mlflow: '60/s', fastTrackMl: '10 ×', ...times(20, 30) },
  'log-metric-8': { mlflow: '99/s', fastTrackMl: '4.6 ×', ...times(12, 18) },
  'log-metric-32': { mlflow: '100/s', fastTrackMl: '3.5 ×', ...times(15, 22.5) },
  'log-batch-8': { mlflow: '5,400 metrics/s', fastTrackMl: '6 ×', ...times(9, 13.5) },
  'get-run-8': { mlflow: '84/s', fastTrackMl: '26 ×', ...times(30, 45) },
  'search-10k': POSTGRES_SEARCH,
  'search-metric-10k': POSTGRES_SEARCH,
  'search-param-tag-10k': POSTGRES_SEARCH,
  'search-order-10k': POSTGRES_SEARCH,
  'search-page-2-10k': POSTGRES_SEARCH,
  'search-100k': POSTGRES_LARGE_SEARCH,
  'search-metric-100k': POSTGRES_LARGE_SEARCH,
  'search-param-tag-100k': POSTGRES_LARGE_SEARCH,
  'search-order-100k': POSTGRES_LARGE_SEARCH,
  'search-page-2-100k': POSTGRES_LARGE_SEARCH,
}

const WRITE_ON_MARIADB: Target = { mlflow: '–', fastTrackMl: '–', ...times(8, 12) }
const SEARCH_ON_MARIADB: Target = { mlflow: '–', fastTrackMl: '–', ...times(15, 22.5) }

/** The same on MariaDB: one figure for writes, one for searches. */
const MYSQL: Record<string, Target> = Object.fromEntries(
  Object.keys(POSTGRESQL).map((name) => [
    name,
    name.startsWith('search') || name.startsWith('registry') ? SEARCH_ON_MARIADB : WRITE_ON_MARIADB,
  ]),
)

/** By backend store and load. Loads without a row here are for information. */
export const TARGETS: Record<BackendName, Record<string, Target>> = {
  sqlite: SQLITE,
  postgresql: POSTGRESQL,
  mysql: MYSQL,
}
