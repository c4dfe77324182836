import { Command } from 'commander'
import { ExitError } from '../exit-error.ts'

/** `millrace db`: what `mlflow db` does, and a check. */
export function dbCommand(): Command {
  const command = new Command('db').description('Upgrade or check a backend store.').exitOverride()
  command
    .command('upgrade <uri>')
    .description('Bring a database of MLflow 1.30 or later to the schema of this version.')
    .option('--dry-run', 'show the SQL, change nothing')
    .option('--backup', 'copy the database first (default for SQLite; elsewhere use its own tools)')
    .option('--no-backup', 'make no copy')
    .exitOverride()
    .action((uri: string, options: UpgradeFlags) => explained(() => upgrade(uri, options)))
  command
    .command('check <uri>')
    .description('Say what is wrong with the schema, the indexes and the rows; exit code 1 then.')
    .exitOverride()
    .action((uri: string) => explained(() => check(uri)))
  return command
}

interface UpgradeFlags {
  readonly dryRun?: boolean
  readonly backup?: boolean
}

async function upgrade(uri: string, { dryRun, backup }: UpgradeFlags): Promise<void> {
  const { upgradeDatabase } = await import('@millrace/server')
  const started = Date.now()
  const { from, to, steps } = await upgradeDatabase({
    uri,
    dryRun,
    backup,
    now: started,
    onBackup: (copy) => console.log(`Backup: ${copy}`),
  })
  if (steps.length === 0) return console.log(`Up to date: revision ${to}.`)
  if (dryRun) return console.log(steps.join('\n'))
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  console.log(`Upgraded from revision ${from} to ${to} in ${seconds} s.`)
}

async function check(uri: string): Promise<void> {
  const { checkDatabase } = await import('@millrace/server')
  const problems = await checkDatabase(uri)
  if (problems.length === 0) return console.log('Nothing is wrong.')
  for (const problem of problems) console.log(problem)
  throw new ExitError(problems.length === 1 ? '1 problem.' : `${problems.length} problems.`)
}

async function explained(run: () => Promise<void>): Promise<void> {
  const { UnusableDatabase } = await import('@millrace/server')
  try {
    await run()
  } catch (error) {
    if (error instanceof UnusableDatabase) throw new ExitError(error.message)
    throw error
  }
}
