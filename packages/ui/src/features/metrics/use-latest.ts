import type { Metric, TableOfRunsResponse } from '@millrace/contract'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { postOwn } from '../../api/client.ts'
import { latestKey } from '../runs/search-runs.ts'
import type { ChartRun } from './chart-run.ts'

const RUNS_A_QUESTION = 500
const NONE: ReadonlyMap<string, Metric> = new Map()

/** The runs with their newest point of a metric: those that have more metrics than a table brings are asked for it. */
export function useLatest(runs: readonly ChartRun[], metric: string) {
  const lacking = useMemo(() => runs.filter(({ partial }) => partial), [runs])
  const ids = lacking.map(({ id }) => id)
  const { data, isPending } = useQuery({
    queryKey: [...latestKey, metric, ids],
    queryFn: ({ signal }) => readLatest(lacking, metric, signal),
    enabled: ids.length > 0,
    staleTime: 30_000,
    placeholderData: (old, query) => (query?.queryKey[1] === metric ? old : undefined),
  })
  const found = useMemo(
    () =>
      lacking.length === 0
        ? runs
        : runs.map((run) => (run.partial ? { ...run, latest: data?.get(run.id) ?? NONE } : run)),
    [runs, lacking, data],
  )
  return { runs: found, isPending: ids.length > 0 && isPending }
}

type Latest = Map<string, ReadonlyMap<string, Metric>>

async function readLatest(wanted: readonly ChartRun[], metric: string, signal: AbortSignal): Promise<Latest> {
  const latest: Latest = new Map()
  for (let at = 0; at < wanted.length; at += RUNS_A_QUESTION) {
    const some = wanted.slice(at, at + RUNS_A_QUESTION)
    const names = some.map(({ id }) => `'${id}'`)
    const asked = {
      experiment_ids: [...new Set(some.map(({ experimentId }) => experimentId))],
      run_view_type: 'ALL',
      filter: `attributes.run_id IN (${names.join(',')})`,
      columns: [`metrics.${metric}`],
      max_results: RUNS_A_QUESTION,
    }
    const { runs = [] } = await postOwn<TableOfRunsResponse>('runs/table', asked, signal)
    for (const { info, data } of runs)
      latest.set(info?.run_id ?? '', new Map(data?.metrics?.map((point) => [point.key ?? '', point])))
  }
  return latest
}
