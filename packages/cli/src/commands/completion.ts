import { Argument, Command } from 'commander'

/** What a shell runs at Tab; it asks the program itself, so that it never falls behind it. */
const SCRIPTS: Readonly<Record<string, string>> = {
  bash: `_millrace() {
  local IFS=$'\\n'
  COMPREPLY=($(compgen -W "$(millrace complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _millrace millrace`,
  zsh: `#compdef millrace
_millrace() {
  local -a words_found
  words_found=(\${(f)"$(millrace complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)"})
  (( \${#words_found} )) && compadd -a words_found || _files
}
compdef _millrace millrace`,
  fish: `complete -c millrace -a '(millrace complete -- (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)'`,
}

/** `millrace completion`: the script that a shell reads. */
export function completionCommand(): Command {
  return new Command('completion')
    .description('Print what makes a shell complete commands: source <(millrace completion bash)')
    .exitOverride()
    .addArgument(new Argument('<shell>').choices(Object.keys(SCRIPTS)))
    .action((shell: string) => console.log(SCRIPTS[shell]))
}

/** `millrace complete`: what the scripts ask. */
export function completeCommand(program: Command): Command {
  return new Command('complete')
    .argument('[words...]')
    .exitOverride()
    .action((words: string[]) => {
      const candidates = candidatesFor(program, words)
      if (candidates.length > 0) console.log(candidates.join('\n'))
    })
}

/** What may stand for the last of the words typed so far. */
export function candidatesFor(program: Command, words: readonly string[]): string[] {
  const last = words.at(-1) ?? ''
  let command = program
  for (const word of words.slice(0, -1)) command = childOf(command, word) ?? command
  return wordsAt(command, words.at(-2), last)
    .filter((word) => word.startsWith(last))
    .sort()
}

function wordsAt(command: Command, before: string | undefined, last: string): readonly string[] {
  const { options, commands, registeredArguments } = command
  const option = options.find(({ long, short }) => before !== undefined && [long, short].includes(before))
  // For a value that may be anything the shell offers files.
  if (option?.required) return option.argChoices ?? []
  if (last.startsWith('-')) return options.flatMap(({ long }) => (long ? [long] : []))
  const names = commands.map((child) => child.name()).filter((name) => name !== 'complete')
  return [...names, ...registeredArguments.flatMap(({ argChoices = [] }) => argChoices)]
}

function childOf(command: Command, word: string): Command | undefined {
  return command.commands.find((child) => child.name() === word || child.aliases().includes(word))
}
