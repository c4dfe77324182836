import type { TableOfRunsResponse } from '@millrace/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { runKey } from '../runs/get-run.ts'
import {
  countRunsQuery,
  familiesKey,
  groupsKey,
  latestKey,
  patchPage,
  patchRuns,
  type RunPages,
  runIdOf,
  runsKey,
  runsOf,
  runsPageKey,
  searchPage,
  searchRuns,
  searchRunsQuery,
  type TableSearch,
} from '../runs/search-runs.ts'
import { useChanges } from './use-changes.ts'

const MAX_IDS_A_QUESTION = 100
const GROUPS_EVERY_MS = 5_000

/**
 * Keeps the loaded rows fresh without moving them: changed rows are read again in place, and new ones only
 * come in by themselves while the reader is at the top. Otherwise they are counted for the reader to fetch.
 */
export function useLiveRuns(experimentId: string, search: TableSearch, isAtTop: () => boolean) {
  const client = useQueryClient()
  const [newCount, setNewCount] = useState(0)
  const query = searchRunsQuery(experimentId, search)
  const { queryKey } = query
  const viewId = JSON.stringify(queryKey)

  // biome-ignore lint/correctness/useExhaustiveDependencies: another view has nothing new yet
  useEffect(() => setNewCount(0), [viewId])

  const refreshRows = async (ids: string[]) => {
    const names = ids.map((id) => `'${id}'`).join(',')
    const { runs = [] } = await searchRuns(experimentId, search, {
      filter: `attributes.run_id IN (${names})`,
      maxResults: ids.length,
    })
    const asked = new Set(ids)
    client.setQueryData<RunPages>(queryKey, (pages) => pages && patchRuns(pages, asked, runs))
    for (const queryKey of [runsPageKey(experimentId), familiesKey(experimentId)])
      client.setQueriesData<TableOfRunsResponse>({ queryKey }, (page) => page && patchPage(page, asked, runs))
    void client.invalidateQueries({ queryKey: latestKey })
    for (const id of ids) void client.invalidateQueries({ queryKey: runKey(id), exact: true })
    // What is below moved up by as many: pages are cut anew, or the runs between two of them would be on neither.
    if (runs.length < ids.length) await client.invalidateQueries({ queryKey: runsKey(experimentId) })
  }

  const recount = async () => {
    await client.invalidateQueries({ queryKey: runsPageKey(experimentId) })
    await client.invalidateQueries({ queryKey: countRunsQuery(experimentId, search).queryKey })
  }

  const readTop = async () => {
    // What is new may be a child of an open run.
    void client.invalidateQueries({ queryKey: familiesKey(experimentId) })
    const top = await searchPage(experimentId, search, '')
    const current = client.getQueryData<RunPages>(queryKey)
    const known = new Set(runsOf(current).map(runIdOf))
    const unknown = top.runs?.filter((run) => !known.has(runIdOf(run))).length ?? 0
    if (!isAtTop()) return setNewCount(unknown)
    const onlyOnePage = (current?.pages.length ?? 0) <= 1
    if (unknown > 0 || onlyOnePage)
      client.setQueryData<RunPages>(queryKey, { pages: [top], pageParams: [''] })
    else
      client.setQueryData<RunPages>(
        queryKey,
        (old) =>
          old && { ...old, pages: old.pages.map((page, at) => (at === 0 ? withCounts(page, top) : page)) },
      )
    setNewCount(0)
    if (unknown > 0) await recount()
  }

  const refreshGroups = useGroupRefresh(experimentId)

  useChanges({ experimentId, everyMs: 1_000 }, ({ runs = [], all }) => {
    refreshGroups()
    const far = [runsPageKey(experimentId), familiesKey(experimentId)].flatMap((queryKey) =>
      client.getQueriesData<TableOfRunsResponse>({ queryKey, type: 'active' }),
    )
    const loaded = [
      ...runsOf(client.getQueryData<RunPages>(queryKey)),
      ...far.flatMap(([, page]) => page?.runs ?? []),
    ]
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
    void recount()
  }

  return { newCount, showNew }
}

const withCounts = (page: TableOfRunsResponse, { children }: TableOfRunsResponse): TableOfRunsResponse => ({
  ...page,
  children: { ...page.children, ...children },
})

/** Groups take all their runs into account, so they are summed up anew far less often than rows are read. */
function useGroupRefresh(experimentId: string): () => void {
  const client = useQueryClient()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  return () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      void client.invalidateQueries({ queryKey: groupsKey(experimentId) })
    }, GROUPS_EVERY_MS)
  }
}
