/** Pieces of the generated pages. */

/** Said on top of each; the docs' check knows that such pages have no Bulgarian twin. */
export function pageOf(title: string, order: number, from: string, ...parts: string[]): string {
  const head = `---\norder: ${order}\n---\n\n# ${title}\n\n<!-- Generated from ${from} by npm run generate. Do not edit. -->`
  return `${[head, ...parts.filter((part) => part !== '')].join('\n\n')}\n`
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return ''
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replace(/\n+/g, ' ').trim()).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** As code in a cell of a table, or in a sentence. */
export function code(text: string): string {
  return text === '' ? '' : `\`${text.replaceAll('|', '\\|')}\``
}

/** Prose from a docstring or an option: what a browser or the generator would take for a tag is none. */
export function prose(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part.replaceAll('<', '&lt;').replaceAll('{{', '&#123;&#123;').replaceAll('*', '\\*'),
    )
    .join('')
    .replace(/\{@link ([^}]+)\}/g, '`$1`')
}

export function cell(text: string): string {
  return prose(text).replaceAll('|', '\\|')
}
