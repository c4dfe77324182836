import { useRef } from 'react'
import { defaultColumns, type RunKeys } from './columns.ts'

/** Chosen once, from the first runs that show results: later pages must not move the columns. */
export function useDefaultColumns(keys: RunKeys): string[] {
  const chosen = useRef<string[]>(undefined)
  if (chosen.current) return chosen.current
  const columns = defaultColumns(keys)
  if (keys.metrics.length > 0 || keys.params.length > 0) chosen.current = columns
  return columns
}
