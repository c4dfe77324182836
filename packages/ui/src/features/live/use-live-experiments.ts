import { useQueryClient } from '@tanstack/react-query'
import { refreshActivity } from '../experiments/get-activity.ts'
import { experimentsKey, isShown, refreshTop } from '../experiments/search-experiments.ts'
import { useChanges } from './use-changes.ts'

/** Keeps the list fresh: a run that logs asks for nothing but what happened in its experiment. */
export function useLiveExperiments(): void {
  const client = useQueryClient()
  useChanges({ everyMs: 3_000 }, ({ experiments = [], runs = [], all }) => {
    if (all) return void client.invalidateQueries({ queryKey: experimentsKey })
    const shown = experiments.filter((id) => isShown(client, id))
    const work: Promise<void>[] = []
    if (shown.length > 0) work.push(refreshActivity(client, shown))
    // Without a run it is the experiment itself that changed.
    if (runs.length === 0 || shown.length < experiments.length) work.push(refreshTop(client))
    // A failed look is no news: the next change tries again.
    void Promise.allSettled(work)
  })
}
