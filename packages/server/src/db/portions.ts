import type { Executor } from './executor.ts'

const MOST = 4

/**
 * The rows of a page, in as many portions as there are statements that find what belongs to them: each goes by a connection
 * of its own, to a processor of the database's server.
 * @param least rows that are worth a statement
 */
export function portions<Row>(
  rows: readonly Row[],
  least: number,
  { sideBySide }: Pick<Executor, 'sideBySide'>,
): (readonly Row[])[] {
  if (rows.length === 0) return []
  const count = Math.min(sideBySide, MOST, Math.max(Math.floor(rows.length / least), 1))
  const size = Math.ceil(rows.length / count)
  return Array.from({ length: count }, (_, i) => rows.slice(i * size, (i + 1) * size))
}
