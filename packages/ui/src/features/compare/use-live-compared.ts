import { useQueryClient } from '@tanstack/react-query'
import { useChanges } from '../live/use-changes.ts'
import { comparedKey } from './get-runs.ts'

/** Compared runs are read again when one of them has changed. */
export function useLiveCompared(ids: readonly string[]): void {
  const client = useQueryClient()
  useChanges({ everyMs: 2_000 }, ({ runs = [], all }) => {
    if (all || runs.some((id) => ids.includes(id))) void client.invalidateQueries({ queryKey: comparedKey })
  })
}
