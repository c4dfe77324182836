import { useQueryClient } from '@tanstack/react-query'
import { experimentsKey } from '../experiments/search-experiments.ts'
import { useChanges } from './use-changes.ts'

export function useLiveExperiments(): void {
  const client = useQueryClient()
  useChanges({ everyMs: 3_000 }, ({ experiments = [], all }) => {
    if (all || experiments.length > 0) void client.invalidateQueries({ queryKey: experimentsKey })
  })
}
