import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { CopyReport } from '@millrace/server'
import { Command } from 'commander'
import { ExitError } from '../exit-error.ts'
import { ProgressLine } from '../progress-line.ts'
import { explained, PLURALS } from '../transfer-report.ts'

interface Flags {
  readonly source: string
  readonly target: string
  readonly progress?: boolean
  readonly json?: boolean
}

/** `millrace migrate-filestore`: the options and the report of `mlflow migrate-filestore`. */
export function migrateFilestoreCommand(): Command {
  return new Command('migrate-filestore')
    .description(
      'Take a file store (an mlruns folder) over into a database. To repeat it, after a break too, brings only what is missing.',
    )
    .requiredOption('--source <directory>', 'a folder that holds mlruns, or is one')
    .requiredOption('--target <uri>', 'a database: sqlite:///mlflow.db, postgresql://…, mysql://…')
    .option('--progress', 'show how far it is (default)')
    .option('--no-progress', 'show only the result')
    .option('--json', 'answer in JSON')
    .exitOverride()
    .action(migrate)
}

async function migrate({ source, target, progress = true, json = false }: Flags): Promise<void> {
  assertFolder(source)
  await assertDatabase(target)
  const { migrateFileStore } = await import('@millrace/server')
  const line = new ProgressLine(process.stderr)
  const places = { source: resolve(source), target: await shown(target) }
  if (!json) console.log(`Source: ${places.source}\nTarget: ${places.target}\n`)
  try {
    const report = await migrateFileStore({
      source: resolve(source),
      target,
      ...(progress && { onProgress: ({ kind, done, of }) => line.show(PLURALS[kind] ?? kind, done, of) }),
    })
    line.end()
    if (json) console.log(JSON.stringify({ ...places, ...report }))
    else tell(report, places.source, places.target)
    assertComplete(report)
  } catch (error) {
    line.end()
    throw await explained(
      error,
      (message) =>
        `The migration broke off: ${message}. What is taken over stays; repeat the command to go on.`,
    )
  }
}

/** What MLflow's summary calls the rows of a table. */
const ENTITIES: Readonly<Record<string, string>> = {
  experiments: 'experiments',
  experiment_tags: 'experiment_tags',
  runs: 'runs',
  params: 'params',
  tags: 'tags',
  metrics: 'metrics',
  latest_metrics: 'latest_metrics',
  datasets: 'datasets',
  inputs: 'inputs and outputs',
  input_tags: 'input_tags',
  trace_info: 'traces',
  trace_tags: 'trace_tags',
  trace_request_metadata: 'trace_metadata',
  assessments: 'assessments',
  logged_models: 'logged_models',
  logged_model_params: 'logged_model_params',
  logged_model_tags: 'logged_model_tags',
  logged_model_metrics: 'logged_model_metrics',
  registered_models: 'registered_models',
  registered_model_tags: 'registered_model_tags',
  registered_model_aliases: 'registered_model_aliases',
  model_versions: 'model_versions',
  model_version_tags: 'model_version_tags',
}

const RULE = '='.repeat(50)

function tell(report: CopyReport, source: string, target: string): void {
  const { rows, notes, damaged } = report
  const lines = Object.entries(ENTITIES).flatMap(([table, name]) => {
    const tally = rows[table as keyof typeof rows]
    return tally && tally.source > 0 ? [row(name, String(tally.source), String(tally.target))] : []
  })
  const verdict =
    damaged.length === 0 && missingOf(report).length === 0
      ? 'Migration completed successfully!'
      : 'Migration completed, but not of everything.'
  console.log(`${verdict}\n\n${RULE}\nMigration summary:\n${RULE}`)
  console.log(
    [row('entity', 'migrated', 'in DB'), row('-'.repeat(25), '-'.repeat(10), '-'.repeat(10)), ...lines].join(
      '\n',
    ),
  )
  console.log(`${RULE}\n  source: ${source}\n  target: ${target}\n${RULE}`)
  for (const note of notes) console.log(note)
  for (const { kind, id, reason } of damaged)
    console.error(`Left out: ${kind.replace('_', ' ')} ${id}: ${reason}`)
  console.log(`\nTo start a server with the migrated data:\n  millrace server --backend-store-uri ${target}`)
}

function missingOf({ rows }: CopyReport): string[] {
  return Object.entries(ENTITIES).flatMap(([table, name]) => {
    const { source = 0, target = 0 } = rows[table as keyof typeof rows] ?? {}
    return target < source ? [`${source - target} ${name}`] : []
  })
}

/** @throws ExitError unless all that was there is in the database */
function assertComplete(report: CopyReport): void {
  const { length } = report.damaged
  const missing = missingOf(report)
  if (length > 0) throw new ExitError(`${length} things could not be read or written; see above.`)
  if (missing.length > 0)
    throw new ExitError(`The database has fewer than were read: ${missing.join(', ')} are missing.`)
}

function row(name: string, migrated: string, inDatabase: string): string {
  return `  ${name.padEnd(25)} ${migrated.padStart(10)} ${inDatabase.padStart(10)}`
}

function assertFolder(path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats?.isDirectory()) return
  throw new ExitError(`Invalid value for '--source': Directory '${path}' does not exist.`, 2)
}

/** As with MLflow a wrong flag ends with 2. */
async function assertDatabase(target: string): Promise<void> {
  const { databaseKind, UnusableDatabase } = await import('@millrace/server')
  const refuse = (why: string) => new ExitError(`Invalid value for '--target': ${why}`, 2)
  try {
    if (databaseKind(target) !== 'folder') return
  } catch (error) {
    if (error instanceof UnusableDatabase) throw refuse(error.message)
    throw error
  }
  throw refuse(`it must be a database, such as sqlite:///mlflow.db; '${target}' is a folder.`)
}

async function shown(target: string): Promise<string> {
  const { withoutPassword } = await import('@millrace/server')
  return withoutPassword(target)
}
