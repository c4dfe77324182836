/**
 * What runs. The script belongs to the project's author and is a shell's; values that users give are no part of its text:
 * they reach it as arguments, so that nothing in them is ever taken for a command.
 */
export interface Command {
  /** For `bash`, which gets the values behind it: `bash -c SCRIPT bash VALUE…`. */
  readonly script: string
  readonly values: readonly string[]
  /** What a person should read: the template with its values quoted, as MLflow writes it. */
  readonly shown: string
}

/** The command as an argument array. */
export function argumentsOf({ script, values }: Command, shell = 'bash'): string[] {
  return [shell, '-c', script, shell, ...values]
}

/** One word of a shell, whatever is in it; quoted as Python's `shlex` does. */
export function shellWord(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text
  return `'${text.replaceAll("'", `'"'"'`)}'`
}
