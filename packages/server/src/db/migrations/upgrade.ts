import { SCHEMA_REVISION } from '../generated/tables.ts'
import { UnusableDatabase } from '../revision.ts'
import { databaseKind, withoutPassword } from '../uri.ts'
import { dataRevisionsAfter } from './data-steps.ts'
import { type MigratableDatabase, withDatabase } from './database.ts'
import { readRevision } from './read-revision.ts'
import type { Shape } from './shape.ts'
import { type Step, showStep } from './step.ts'

export interface UpgradeOptions {
  readonly uri: string
  /** Changes nothing. */
  readonly dryRun?: boolean
  /** Undefined: where the database is a file. */
  readonly backup?: boolean
  readonly now: number
  /** Hears of the copy before anything is changed. */
  readonly onBackup?: (copy: string) => void
}

export interface Upgrade {
  readonly from: string
  readonly to: string
  /** What was done, or what would be; empty where the database is up to date. */
  readonly steps: readonly string[]
}

/** Brings a database of an older MLflow to the schema of this version. @throws UnusableDatabase with advice; nothing is changed then. */
export async function upgradeDatabase(options: UpgradeOptions): Promise<Upgrade> {
  if (options.backup === true && databaseKind(options.uri) !== 'sqlite') {
    throw new UnusableDatabase(
      `${withoutPassword(options.uri)} is on a database server: copy it with the tools of that (pg_dump, mysqldump), then upgrade without --backup.`,
    )
  }
  return withDatabase(options.uri, 'upgrade', async (database) => {
    const from = await readRevision(database)
    const before = await database.shape()
    const steps = await plan(database, from, options.now)
    await refuse(database, from, before)
    if (!options.dryRun && steps.length > 0) await perform(database, steps, before, { ...options, from })
    return { from, to: SCHEMA_REVISION, steps: steps.map(showStep) }
  })
}

/** The tables first, then the rows in them, then what needs both; the revision at the end. */
async function plan(database: MigratableDatabase, from: string, now: number): Promise<Step[]> {
  const tables = await database.plan()
  const rows = dataRevisionsAfter(from).flatMap(({ steps }) => steps(now))
  const revision =
    from === SCHEMA_REVISION ? [] : [`UPDATE alembic_version SET version_num = '${SCHEMA_REVISION}'`]
  return [
    ...tables.before.map((sql) => ({ sql })),
    ...rows,
    ...[...tables.after, ...revision].map((sql) => ({ sql })),
  ]
}

async function refuse(database: MigratableDatabase, from: string, before: Shape): Promise<void> {
  for (const revision of dataRevisionsAfter(from)) await revision.refuse?.(database, before)
}

async function perform(
  database: MigratableDatabase,
  steps: readonly Step[],
  before: Shape,
  { backup = true, now, from, onBackup }: UpgradeOptions & { from: string },
): Promise<void> {
  if (backup && database.backup) onBackup?.(await database.backup(`${from}-${stamp(now)}`))
  for (const step of steps) {
    if ('sql' in step) await database.execute(step.sql)
    else await step.run(database, before)
  }
}

function stamp(now: number): string {
  return new Date(now).toISOString().replace(/\..*/, '').replaceAll(':', '')
}
