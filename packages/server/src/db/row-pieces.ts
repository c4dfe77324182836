/** What a statement may carry: servers refuse packets of 16 MB, and its text is held in memory. */
const MAX_BYTES = 4_000_000
const MAX_ROWS = 5_000

/** A number with its comma, roughly. */
const NUMBER_BYTES = 16

/** The bytes that a row takes in memory or in a statement, roughly. */
export function sizeOf(row: object): number {
  let bytes = 0
  for (const value of Object.values(row)) bytes += typeof value === 'string' ? value.length * 2 : NUMBER_BYTES
  return bytes
}

/** Rows in portions that a statement may carry. */
export function* pieces<Row extends object>(rows: readonly Row[]): Generator<Row[]> {
  let piece: Row[] = []
  let bytes = 0
  for (const row of rows) {
    const size = sizeOf(row)
    if (piece.length > 0 && (piece.length >= MAX_ROWS || bytes + size > MAX_BYTES)) {
      yield piece
      piece = []
      bytes = 0
    }
    piece.push(row)
    bytes += size
  }
  if (piece.length > 0) yield piece
}
