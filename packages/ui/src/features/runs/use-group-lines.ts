import { useInfiniteQuery, useQueries } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import { type GroupLine, groupId, groupLines } from './group-rows.ts'
import { filterOfGroup, groupsQuery, runsOfGroupQuery } from './group-runs.ts'
import type { RunsSearch } from './runs-search.ts'

/** The lines of the table of groups, and which groups are open. */
export function useGroupLines(experimentId: string, search: RunsSearch, metrics: string[]) {
  const query = useInfiniteQuery({
    ...groupsQuery(experimentId, search, metrics),
    placeholderData: (old) => old,
  })
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const { filter = '', group: fields = [] } = search
  const groups = useMemo(() => query.data?.pages.flatMap((page) => page.groups) ?? [], [query.data])
  const wanted = groups.flatMap((group) => {
    const own = open.has(groupId(group)) ? filterOfGroup(filter, fields, group.values) : undefined
    return own === undefined ? [] : [{ id: groupId(group), filter: own }]
  })
  const found = useQueries({
    queries: wanted.map((each) => runsOfGroupQuery(experimentId, search, each.filter)),
  })
  const opened = new Map(
    wanted.map(({ id, filter }, i) => [
      id,
      { filter, runs: found[i]?.isSuccess ? (found[i].data.runs ?? []) : undefined },
    ]),
  )
  const lines: GroupLine[] = groupLines(
    groups,
    (group) => filterOfGroup(filter, fields, group.values),
    opened,
  )
  const onToggle = useCallback((id: string) => setOpen((old) => old.symmetricDifference(new Set([id]))), [])
  return { query, lines, open, onToggle }
}
