import { Command, Help } from 'commander'
import { COMMAND_TABLE } from './command-table.ts'

/** The program as it is for these words: the command that they name is whole, of the others there is what the help tells. */
export async function programFor(words: readonly string[], version: string): Promise<Command> {
  const program = new Command('millrace')
    .description('The ML lifecycle platform that speaks MLflow.')
    .version(version)
    // For the help: it is taken before, since commands are made of what variables say.
    .option('--env-file <file>', 'variables to set for the command, unless they are set: lines NAME=value')
    .enablePositionalOptions()
    .exitOverride()
    .configureHelp({ subcommandTerm: termOf })
  const named = words.find((word) => COMMAND_TABLE.some(([term]) => namesIn(term).includes(word)))
  for (const [term, text, load] of COMMAND_TABLE) {
    const names = namesIn(term)
    const isNamed = named !== undefined && names.includes(named)
    program.addCommand(isNamed ? await load(version) : mentioned(names, text))
  }
  // What the shells' scripts ask, between what is typed and its completions.
  if (words.includes('complete')) {
    const { completeCommand } = await import('./commands/completion.ts')
    program.addCommand(completeCommand(program), { hidden: true })
  }
  return program
}

function mentioned([name = '', alias]: readonly string[], text: string): Command {
  const command = new Command(name).description(text)
  return alias === undefined ? command : command.alias(alias)
}

function namesIn(term: string): string[] {
  return term.split(' ', 1).join().split('|')
}

const TERMS = new Map(COMMAND_TABLE.map(([term]) => [namesIn(term)[0], term]))

function termOf(command: Command): string {
  return TERMS.get(command.name()) ?? new Help().subcommandTerm(command)
}
