/** Rows of a delimited text as RFC 4180 has it; stops after `maxRows`. A quote left open ends with the text. */
export function parseCsv(text: string, delimiter: ',' | '\t', maxRows: number): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let quoted = false

  const endCell = () => {
    row.push(cell)
    cell = ''
  }
  const endRow = () => {
    endCell()
    rows.push(row)
    row = []
  }

  for (let at = 0; at < text.length && rows.length < maxRows; at++) {
    const char = text[at]
    if (quoted) {
      if (char !== '"') cell += char
      else if (text[at + 1] === '"') cell += text[++at]
      else quoted = false
    } else if (char === '"' && cell === '') quoted = true
    else if (char === delimiter) endCell()
    else if (char === '\n') endRow()
    else if (char !== '\r' || text[at + 1] !== '\n') cell += char
  }
  if (rows.length < maxRows && (cell !== '' || row.length > 0)) endRow()
  return rows
}
