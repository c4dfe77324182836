#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { copyCommand } from './commands/copy.ts'
import { dbCommand } from './commands/db.ts'
import { gcCommand } from './commands/gc.ts'
import { migrateFilestoreCommand } from './commands/migrate-filestore.ts'
import { modelsCommand } from './commands/models.ts'
import { serverCommand } from './commands/server.ts'
import { ExitError } from './exit-error.ts'

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string
}

const program = new Command('millrace')
  .description('The ML lifecycle platform that speaks MLflow.')
  .version(version)
  .exitOverride()
  .addCommand(serverCommand())
  .addCommand(dbCommand())
  .addCommand(copyCommand())
  .addCommand(migrateFilestoreCommand())
  .addCommand(gcCommand())
  .addCommand(modelsCommand())

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2)
  if (!(error instanceof ExitError)) throw error
  console.error(`millrace: ${error.message}`)
  process.exit(error.exitCode)
}
