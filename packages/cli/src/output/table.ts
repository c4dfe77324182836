import { oneLine } from './one-line.ts'
import { printable } from './printable.ts'

/**
 * Columns two spaces apart below their underlined names, as `mlflow` prints lists; two empty lines for an empty one. A cell
 * of several lines shows its first.
 */
export function table(names: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '\n'
  const [head = [], ...body] = [names, ...rows].map((cells) => cells.map((cell) => printable(oneLine(cell))))
  const widths = head.map((name, i) =>
    body.reduce((width, row) => Math.max(width, length(row[i] ?? '')), length(name) + 2),
  )
  const line = (cells: readonly string[]) =>
    widths.map((width, i) => padded(cells[i] ?? '', width)).join('  ')
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...body.map(line)].join('\n')
}

function length(text: string): number {
  return [...text].length
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(width - length(text))
}
