import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CommanderError } from 'commander'
import { deploymentsCommand } from '../../packages/cli/src/commands/deployments.ts'
import { ExitError } from '../../packages/cli/src/exit-error.ts'
import { REPOSITORY } from '../helpers/repository.ts'
import { type Finished, run } from '../helpers/run.ts'

const MAIN = join(REPOSITORY, 'packages/cli/src/main.ts')

/** The words that start the command from its sources. */
export const PROGRAM = [process.execPath, MAIN]

/** `millrace deployments …` to its end. */
export function deployments(args: readonly string[], env: Record<string, string>): Promise<Finished> {
  return run(process.execPath, [MAIN, 'deployments', ...args], { env })
}

/** How the command ends with words that it refuses, in this process: the exit code, and what a person reads. */
export async function refused(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<{ code: number; message: string }> {
  const command = deploymentsCommand()
  let told = ''
  for (const one of [command, ...command.commands]) {
    one.configureOutput({ writeOut: () => {}, writeErr: (text) => (told += text) })
  }
  const before = process.env
  process.env = { ...before, ...env }
  try {
    await command.parseAsync([...args], { from: 'user' })
    return { code: 0, message: told }
  } catch (error) {
    // As main.ts has it.
    if (error instanceof CommanderError) return { code: error.exitCode === 0 ? 0 : 2, message: told }
    if (error instanceof ExitError) return { code: error.exitCode, message: error.message }
    throw error
  } finally {
    process.env = before
  }
}

/** A model in JavaScript that multiplies `x`. @returns its folder */
export function saveMultiplier(folder: string, factor: number): string {
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    join(folder, 'MLmodel'),
    `flavors:
  javascript:
    module: index.mjs
signature:
  inputs: '[{"type": "double", "name": "x", "required": true}]'
  outputs: '[{"type": "double", "name": "y", "required": true}]'
`,
  )
  writeFileSync(
    join(folder, 'index.mjs'),
    `export const predict = (rows) => rows.map(({ x }) => ({ y: ${factor} * x }))\n`,
  )
  return folder
}
