import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { RunsSearch } from '../runs/runs-search.ts'
import {
  patchRuns,
  type RunPages,
  runIdOf,
  runsOf,
  searchRuns,
  searchRunsQuery,
  toFilter,
} from '../runs/search-runs.ts'
import { useChanges } from './use-changes.ts'

const MAX_IDS_A_QUESTION = 100

/**
 * Keeps the loaded rows fresh without moving them: changed rows are read again in place, and new ones only
 * come in by themselves while the reader is at the top. Otherwise they are counted for the reader to fetch.
 */
export function useLiveRuns(experimentId: string, search: RunsSearch, isAtTop: () => boolean) {
  const client = useQueryClient()
  const [newCount, setNewCount] = useState(0)
  const query = searchRunsQuery(experimentId, search)
  const { queryKey } = query
  const viewId = JSON.stringify(queryKey)
  const filter = toFilter(search.filter ?? '')

  // biome-ignore lint/correctness/useExhaustiveDependencies: another view has nothing new yet
  useEffect(() => setNewCount(0), [viewId])

  const refreshRows = async (ids: string[]) => {
    const names = ids.map((id) => `'${id}'`).join(',')
    const { runs = [] } = await searchRuns(experimentId, search, {
      filter: `attributes.run_id IN (${names})`,
      maxResults: ids.length,
    })
    client.setQueryData<RunPages>(queryKey, (pages) => pages && patchRuns(pages, new Set(ids), runs))
  }

  const readTop = async () => {
    const top = await searchRuns(experimentId, search, { filter })
    const current = client.getQueryData<RunPages>(queryKey)
    const known = new Set(runsOf(current).map(runIdOf))
    const unknown = top.runs?.filter((run) => !known.has(runIdOf(run))).length ?? 0
    if (!isAtTop()) return setNewCount(unknown)
    const onlyOnePage = (current?.pages.length ?? 0) <= 1
    if (unknown > 0 || onlyOnePage)
      client.setQueryData<RunPages>(queryKey, { pages: [top], pageParams: [''] })
    setNewCount(0)
  }

  useChanges({ experimentId, everyMs: 1_000 }, ({ runs = [], all }) => {
    const loaded = runsOf(client.getQueryData<RunPages>(queryKey))
    const known = new Set(loaded.map(runIdOf))
    const touched = all
      ? loaded.filter(({ info }) => info?.status === 'RUNNING').map(runIdOf)
      : runs.filter((id) => known.has(id))
    const work: Promise<unknown>[] = []
    for (let at = 0; at < touched.length; at += MAX_IDS_A_QUESTION)
      work.push(refreshRows(touched.slice(at, at + MAX_IDS_A_QUESTION)))
    if (all || runs.some((id) => !known.has(id))) work.push(readTop())
    // A failed look is no news: the next change, or the reader's own request, tries again.
    void Promise.allSettled(work)
  })

  const showNew = () => {
    setNewCount(0)
    client.setQueryData<RunPages>(
      queryKey,
      (pages) => pages && { pages: pages.pages.slice(0, 1), pageParams: pages.pageParams.slice(0, 1) },
    )
    void client.refetchQueries({ queryKey })
  }

  return { newCount, showNew }
}
