export interface Parsed {
  rows: string[][]
  /** The last row as far as it is there: more text may belong to it. */
  rest: string
}

/** Rows of a delimited text as RFC 4180 has it. A text that goes on leaves its last row for when the rest has come. */
export function parseCsv(text: string, delimiter: ',' | '\t', goesOn = false): Parsed {
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let quoted = false
  let rowStart = 0

  const endCell = () => {
    row.push(cell)
    cell = ''
  }
  const endRow = (next: number) => {
    endCell()
    rows.push(row)
    row = []
    rowStart = next
  }

  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (quoted) {
      if (char !== '"') cell += char
      else if (text[at + 1] === '"') cell += text[++at]
      else quoted = false
    } else if (char === '"' && cell === '') quoted = true
    else if (char === delimiter) endCell()
    else if (char === '\n') endRow(at + 1)
    else if (char !== '\r' || text[at + 1] !== '\n') cell += char
  }
  if (goesOn) return { rows, rest: text.slice(rowStart) }
  // A quote left open ends with the text.
  if (cell !== '' || row.length > 0) endRow(text.length)
  return { rows, rest: '' }
}

const NEW_LINE = 10

/** The byte after so many new lines. */
function afterLines(bytes: Uint8Array, lines: number): number {
  let at = 0
  for (let line = 0; line < lines; line++) at = bytes.indexOf(NEW_LINE, at) + 1
  return at
}

/**
 * The rows of a piece of a file, and where in it the first row begins that is not all there. Counted in lines, since bytes
 * that are no UTF-8 have other lengths as text. A row that fills the whole piece is taken as far as it goes.
 */
export function rowsOf(
  bytes: Uint8Array,
  delimiter: ',' | '\t',
  complete: boolean,
): { rows: string[][]; end: number } {
  const text = new TextDecoder().decode(bytes, { stream: !complete })
  const { rows, rest } = parseCsv(text, delimiter, !complete)
  if (complete || rows.length === 0)
    return { rows: rows.length > 0 ? rows : parseCsv(text, delimiter).rows, end: bytes.length }
  const lines = text.slice(0, text.length - rest.length).split('\n').length - 1
  return { rows, end: afterLines(bytes, lines) }
}
