import { type Argument, type Command, Help, type Option } from 'commander'
import { COMMAND_TABLE } from '../../packages/cli/src/command-table.ts'
import { programFor } from '../../packages/cli/src/program.ts'
import { cell, code, pageOf, prose, table } from './markdown.ts'

const VERSION = '0.0.0'

/** The commands with their arguments and options, from the program itself. */
export async function cliReference(): Promise<Record<string, string>> {
  const commands = await Promise.all(COMMAND_TABLE.map(([, , load]) => load(VERSION)))
  const overview = table(
    ['command', ''],
    commands.map((command) => [
      `[millrace ${command.name()}](#millrace-${command.name()})`,
      cell(command.description()),
    ]),
  )
  const before = table(['before a command', ''], (await programFor([], VERSION)).options.map(optionRow))
  const sections = commands.flatMap((command) => sectionsOf(command, 'millrace', 2))
  return {
    'cli.md': pageOf('Commands', 1, 'packages/cli/src/command-table.ts', overview, before, ...sections),
  }
}

function sectionsOf(command: Command, parent: string, level: number): string[] {
  const name = `${parent} ${command.name()}`
  // Without the one that commander adds: `help`.
  const visible = new Help().visibleCommands(command).filter((child) => command.commands.includes(child))
  return [
    `${'#'.repeat(level)} ${name}`,
    prose(command.description()),
    `\`\`\`text\n${name} ${command.usage()}\n\`\`\``,
    command.aliases().length > 0
      ? `Also: ${command
          .aliases()
          .map((alias) => code(`${parent} ${alias}`))
          .join(', ')}.`
      : '',
    table(['argument', ''], command.registeredArguments.map(argumentRow)),
    table(['option', ''], command.options.filter(({ hidden }) => !hidden).map(optionRow)),
    ...visible.flatMap((child) => sectionsOf(child, name, Math.min(level + 1, 4))),
  ]
}

function argumentRow(argument: Argument): string[] {
  return [code(argument.name()), cell(withChoices(argument.description, argument.argChoices))]
}

function optionRow(option: Option): string[] {
  const standard =
    option.defaultValue === undefined || option.negate
      ? ''
      : ` Default: ${code(String(option.defaultValue))}.`
  const needed = option.mandatory ? ' (required)' : ''
  const variable = option.envVar ? ` ${code(option.envVar)}` : ''
  return [
    code(option.flags),
    cell(withVariable(withChoices(option.description, option.argChoices))) + variable + needed + standard,
  ]
}

function withChoices(text: string, choices: readonly string[] | undefined): string {
  return choices ? `${text} (${choices.map((choice) => `\`${choice}\``).join(', ')})` : text
}

function withVariable(text: string): string {
  return text.replace(/\[([A-Z]+_[A-Z_]+)\]/g, '`$1`')
}
