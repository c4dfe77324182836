import { sizeOf } from '../db/row-pieces.ts'
import type { Bundle } from './bundle.ts'
import type { AnyRow } from './read-database.ts'

/** Points are many and small: their number bounds them. */
const SMALL: ReadonlySet<string> = new Set(['metrics', 'latest_metrics', 'logged_model_metrics'])

/** The bytes of a bundle, but for those. */
export function bytesOf({ rows }: Bundle): number {
  let bytes = 0
  for (const [table, all] of Object.entries(rows) as [string, readonly AnyRow[]][]) {
    if (SMALL.has(table)) continue
    for (const row of all) bytes += sizeOf(row)
  }
  return bytes
}
