import { type Command, shellWord } from './command.ts'
import type { EntryPoint } from './project.ts'
import { ShellQuotes } from './shell-quotes.ts'
import { parseTemplate, templateFault } from './template.ts'

/**
 * An entry point's command with its values. Each value is one word where the template has it bare, a part of the text where it
 * has it in quotes, and never the shell's.
 * @param extra values that the template does not name: they come behind it as `--name value`
 * @throws InvalidValueError, with the place in the file, for a template that names what is no parameter, or cannot be read
 */
export function renderCommand(
  { command: template, where }: Pick<EntryPoint, 'command' | 'where'>,
  values: ReadonlyMap<string, string>,
  extra: ReadonlyMap<string, string>,
): Command {
  const quotes = new ShellQuotes()
  const given: string[] = []
  let script = ''
  let shown = ''
  const add = (name: string, value: string, fault: (reason: string) => Error) => {
    given.push(value)
    script += quotes.variable(`_${given.length}`, value, name, fault)
    shown += shellWord(value)
  }
  for (const part of parseTemplate(template, where)) {
    if (part.kind === 'value') {
      const fault = (reason: string) => templateFault(reason, part.piece, where)
      add(part.name, part.pad(givenValue(part.name, values, fault)), fault)
    } else {
      script += part.text
      shown += part.text
      quotes.read(part.text)
    }
  }
  // What is wrong here is so because of how the command ends.
  const behind = (reason: string) => templateFault(reason, { text: '', index: -1 }, where)
  for (const [name, value] of extra) {
    const option = ` --${shellWord(name)} `
    script += option
    shown += option
    add(name, value, behind)
  }
  return { script: given.length === 0 ? script : `${taken(given.length)} ${script}`, values: given, shown }
}

function givenValue(
  name: string,
  values: ReadonlyMap<string, string>,
  fault: (reason: string) => Error,
): string {
  const value = values.get(name)
  if (value !== undefined) return value
  const known = Array.from(values.keys())
  const offer =
    known.length > 0 ? `The parameters are ${known.join(', ')}.` : 'The entry point has no parameters.'
  throw fault(
    `The command names {${name}}, which is no parameter of it. ${offer} For the shell's own braces write {{ and }}.`,
  )
}

/** The arguments get names of their own: in a function of the script `$1` would be another's. */
function taken(count: number): string {
  const names = Array.from({ length: count }, (_, index) => `_${index + 1}=\${${index + 1}}`)
  return `${names.join(' ')}; set --;`
}
