/** The text behind one word of a shell, as `shlex.quote` wrote it into a run's params. */
export function unquoted(word: string): string {
  return word.replace(/'([^']*)'|"([^"]*)"/g, (_, single?: string, double?: string) => single ?? double ?? '')
}
