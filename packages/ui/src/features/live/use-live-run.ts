import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { artifactsKey } from '../artifacts/list-artifacts.ts'
import { runKey } from '../runs/get-run.ts'
import { childrenKey } from '../runs/search-children.ts'
import { useChanges } from './use-changes.ts'

/** A busy experiment must not become a search for children, and a list of a store, every second. */
const COSTLY_AFTER_MS = 2_000

/** Follows a run; now and then its files, and what may be its children. */
export function useLiveRun(experimentId: string, runId: string): void {
  const client = useQueryClient()
  const later = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(later.current), [])

  useChanges({ experimentId, everyMs: 1_000 }, ({ runs = [], all }) => {
    if (all || runs.includes(runId)) {
      void client.invalidateQueries({ queryKey: runKey(runId), exact: true })
    }
    later.current ??= setTimeout(() => {
      later.current = undefined
      void client.invalidateQueries({ queryKey: childrenKey(runId) })
      void client.invalidateQueries({ queryKey: artifactsKey(runId) })
    }, COSTLY_AFTER_MS)
  })
}
