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
    .option('--json', 'answer in JSON')
    .exitOverride()
    .action((uri: string, options: UpgradeFlags) => explained(() => upgrade(uri, options)))
  command
    .command('check <uri>')
    .description('Say what is wrong with the schema, the indexes and the rows; exit code 1 then.')
    .option('--json', 'answer in JSON')
    .exitOverride()
    .action((uri: string, { json }: JsonFlag) => explained(() => check(uri, json)))
  return command
}

interface JsonFlag {
  readonly json?: boolean
}

interface UpgradeFlags extends JsonFlag {
  readonly dryRun?: boolean
  readonly backup?: boolean
}

async function upgrade(uri: string, { dryRun = false, backup, json }: UpgradeFlags): Promise<void> {
  const { upgradeDatabase } = await import('@millrace/server')
  const started = Date.now()
  let copied: string | undefined
  const onBackup = (copy: string) => {
    copied = copy
    if (!json) console.log(`Backup: ${copy}`)
  }
  const { from, to, steps } = await upgradeDatabase({ uri, dryRun, backup, now: started, onBackup })
  const seconds = (Date.now() - started) / 1000
  if (json) return console.log(JSON.stringify({ from, to, dry_run: dryRun, steps, backup: copied, seconds }))
  if (steps.length === 0) return console.log(`Up to date: revision ${to}.`)
  if (dryRun) return console.log(steps.join('\n'))
  console.log(`Upgraded from revision ${from} to ${to} in ${seconds.toFixed(1)} s.`)
}

async function check(uri: string, json = false): Promise<void> {
  const { checkDatabase } = await import('@millrace/server')
  const problems = await checkDatabase(uri)
  if (json) console.log(JSON.stringify({ problems }))
  else if (problems.length === 0) console.log('Nothing is wrong.')
  else for (const problem of problems) console.log(problem)
  if (problems.length === 0) return
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
