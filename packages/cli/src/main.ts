#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { CommanderError } from 'commander'
import { takeEnvFile } from './env-file.ts'
import { ExitError } from './exit-error.ts'
import { endWithReader } from './output/closed-output.ts'
import { programFor } from './program.ts'

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string
}

process.stdout.on('error', endWithReader)

try {
  const words = takeEnvFile(process.argv.slice(2))
  const program = await programFor(words, version)
  await program.parseAsync(words, { from: 'user' })
} catch (error) {
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2)
  // Whoever read our output wants no more of it: `… | head`.
  if (codeOf(error) === 'EPIPE') process.exit(0)
  if (codeOf(error) !== undefined && error instanceof Error) {
    console.error(`millrace: ${error.message}`)
    process.exit(1)
  }
  if (!(error instanceof ExitError)) {
    // Thrown on, it would be shown with its line of the bundle, which has ten thousand characters.
    console.error(error)
    process.exit(1)
  }
  console.error(`millrace: ${error.message}`)
  process.exit(error.exitCode)
}

/** Of an error of the system: no such file, no permission, a full disk. */
function codeOf(error: unknown): unknown {
  return (error as { code?: unknown } | undefined)?.code
}
