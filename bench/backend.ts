/** Where the rows of an experiment are counted: a reply alone does not show that anything was stored. */
const COUNTS = {
  runs: 'select count(*) as n from runs where experiment_id = EXPERIMENT',
  metrics:
    'select count(*) as n from metrics join runs on runs.run_uuid = metrics.run_uuid where experiment_id = EXPERIMENT',
  params:
    'select count(*) as n from params join runs on runs.run_uuid = params.run_uuid where experiment_id = EXPERIMENT',
  tags: 'select count(*) as n from tags join runs on runs.run_uuid = tags.run_uuid where experiment_id = EXPERIMENT',
  raced: "select count(*) as n from model_versions where name = 'raced'",
  deleted: "select count(*) as n from runs where experiment_id = EXPERIMENT and lifecycle_stage = 'deleted'",
} as const

export type Counted = keyof typeof COUNTS

export function countSql(what: Counted, experiment: string): string {
  return COUNTS[what].replace('EXPERIMENT', String(Number(experiment)))
}

/** The database of one server. */
export interface BenchDatabase {
  /** As `--backend-store-uri` takes it. */
  readonly uri: string
  count(what: Counted, experiment: string): Promise<number>
  /** Rows a second that the database takes at most, without a server; where that is known. */
  rawInsertRate?(seconds: number): Promise<number>
}

export const BACKEND_NAMES = ['sqlite', 'postgresql', 'mysql'] as const
export type BackendName = (typeof BACKEND_NAMES)[number]

/** A kind of backend store to measure on. */
export interface Backend {
  /** Makes a new database, its files if any below `folder`, with the rows of a seeded SQLite file if one is given. */
  create(folder: string, seed: string | undefined, statistics: boolean): Promise<BenchDatabase>
  stop(): Promise<void>
}

export async function openBackend(name: BackendName): Promise<Backend> {
  switch (name) {
    case 'sqlite':
      return (await import('./backends/sqlite.ts')).sqliteBackend
    case 'postgresql':
      return (await import('./backends/postgresql.ts')).postgresBackend()
    case 'mysql':
      return (await import('./backends/mysql.ts')).mysqlBackend()
  }
}
