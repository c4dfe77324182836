import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { COMMAND_TABLE } from '../../packages/cli/src/command-table.ts'
import { MEANINGLESS, MEANINGLESS_VARIABLES } from '../../packages/cli/src/commands/server.ts'
import { LATER } from '../../packages/server/src/config.ts'
import { cell, code, pageOf, table } from './markdown.ts'
import { NOT_READ, VARIABLES } from './variables.ts'

/** Every variable that is read: those of options, from the options; the others from a table that is held to the sources. */
export async function environmentReference(root: string): Promise<Record<string, string>> {
  const ofOptions = await variablesOfOptions()
  const ineffective = [...MEANINGLESS.map(([, note, variable]) => [variable, note]), ...MEANINGLESS_VARIABLES]
    .filter((row): row is [string, string] => row[0] !== undefined)
    .map(([variable, note]) => [code(variable), cell(note)])
  const refused = LATER.map(([variable, what]) => [code(variable), cell(`${what} not supported yet`)])
  const all = [...ofOptions, ...ineffective, ...refused].map(([variable = '']) =>
    variable.replaceAll('`', ''),
  )
  holdToSources(root, [...all, ...Object.values(VARIABLES).flatMap((group) => Object.keys(group))])
  const groups = Object.entries(VARIABLES).map(
    ([title, group]) =>
      `## ${title}\n\n${table(
        ['variable', ''],
        Object.entries(group).map(([variable, text]) => [code(variable), cell(text)]),
      )}`,
  )
  return {
    'environment.md': pageOf(
      'Environment variables',
      2,
      'the sources',
      'Names and meanings are MLflow’s; what has none there begins with `MILLRACE_`. An option beats its variable.',
      `## Of options\n\n${table(['variable', 'option', ''], ofOptions)}`,
      ...groups,
      `## Accepted, without effect\n\n${table(['variable', 'why'], ineffective)}`,
      `## Refused\n\n${table(['variable', ''], refused)}`,
    ),
  }
}

/** Options that name a variable in their text, or to the parser. */
async function variablesOfOptions(): Promise<string[][]> {
  const commands = await Promise.all(COMMAND_TABLE.map(([, , load]) => load('0.0.0')))
  const rows = commands.flatMap((command) => rowsOf(command, 'millrace'))
  const first = (row: string[], at: number) => rows.findIndex(([variable]) => variable === row[0]) === at
  return rows.filter(first).sort(([a = ''], [b = '']) => (a < b ? -1 : 1))
}

function rowsOf(command: Command, parent: string): string[][] {
  const name = `${parent} ${command.name()}`
  const own = command.options.flatMap((option) => {
    const [, told] = /\[([A-Z]+_[A-Z_]+)\]/.exec(option.description) ?? []
    const variable = option.envVar ?? told
    const text = option.description.replace(` [${told}]`, '')
    // What has no effect has a table of its own.
    const isElsewhere = variable === 'MLFLOW_TRACKING_URI' || MEANINGLESS.some((row) => row[2] === variable)
    return variable === undefined || isElsewhere
      ? []
      : [[code(variable), code(`${name} ${option.long ?? option.flags}`), cell(text)]]
  })
  return [...own, ...command.commands.flatMap((child) => rowsOf(child, name))]
}

const PACKAGES = ['cli', 'server', 'sdk', 'models', 'projects', 'artifacts']
const READ =
  /\b(?:MLFLOW|MILLRACE)_[A-Z0-9_]*[A-Z0-9]\b|\b(?:env|process\.env)\.(?:AWS|AZURE|GOOGLE)_[A-Z0-9_]+/g

/** @throws where a variable that the sources name is not told here, or the other way round. */
function holdToSources(root: string, told: readonly string[]): void {
  const text = PACKAGES.map((name) => sourcesIn(join(root, 'packages', name, 'src'))).join('\n')
  const read = new Set(text.match(READ)?.map((name) => name.replace(/^.*\./, '')))
  const missing = [...read].filter((name) => !told.includes(name) && !NOT_READ.includes(name))
  // MySQL's are put together from pieces.
  const leftOver = told.filter((name) => !text.includes(name.replace(/^(MLFLOW_MYSQL_SSL_).*/, '$1')))
  if (missing.length > 0)
    throw new Error(`scripts/reference/variables.ts does not tell ${missing.join(', ')}`)
  if (leftOver.length > 0)
    throw new Error(`scripts/reference/variables.ts tells ${leftOver.join(', ')}, which nothing reads`)
}

function sourcesIn(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n')
}
