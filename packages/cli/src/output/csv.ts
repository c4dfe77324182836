/** A row of CSV, without the end of its line, as RFC 4180 has it. */
export function csvRow(cells: readonly string[]): string {
  return cells.map(cellText).join(',')
}

function cellText(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
