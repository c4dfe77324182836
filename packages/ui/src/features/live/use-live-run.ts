import { useQueryClient } from '@tanstack/react-query'
import { artifactsKey } from '../artifacts/list-artifacts.ts'
import { runKey } from '../runs/get-run.ts'
import { useChanges } from './use-changes.ts'

export function useLiveRun(runId: string): void {
  const client = useQueryClient()
  useChanges({ runId, everyMs: 1_000 }, ({ runs = [], all }) => {
    if (!all && !runs.includes(runId)) return
    void client.invalidateQueries({ queryKey: runKey(runId) })
    void client.invalidateQueries({ queryKey: artifactsKey(runId) })
  })
}
