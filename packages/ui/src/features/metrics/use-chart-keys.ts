import type { Run } from '@millrace/contract'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import type { RunsSearch } from '../runs/runs-search.ts'
import { keysQuery } from '../runs/search-keys.ts'
import type { ChartsSearch } from './charts-search.ts'
import { collectKeys, type RunKeys } from './collect-keys.ts'

/** The curves in view come first. */
const PAUSE_MS = 500
export const MOST_KEYS = 1000

interface Asked {
  runs: readonly Run[]
  /** None where all that the runs have is there. */
  experimentId: string | undefined
  partial: ReadonlySet<string>
  search: ChartsSearch & Pick<RunsSearch, 'view'>
}

/** What some of the runs have, by name. A table brings only what it shows of them, so the rest is asked for. */
export function useChartKeys({ runs, experimentId, partial, search }: Asked): RunKeys {
  const here = useMemo(() => collectKeys(runs), [runs])
  const lacksMetrics = partial.size > 0
  const isLater = useLater()
  const [word = ''] = lacksMetrics ? (search.search ?? '').split(/\s+/).filter(Boolean) : []
  const { data } = useQuery({
    ...keysQuery(experimentId ?? '', search, word, MOST_KEYS),
    enabled: experimentId !== undefined && (lacksMetrics || isLater),
    placeholderData: (old) => old,
  })
  return useMemo(() => {
    const names = (kind: keyof RunKeys) => data?.[kind].map(({ key }) => key) ?? []
    const both = (kind: keyof RunKeys) => [...new Set([...here[kind], ...names(kind)])].sort(byName)
    return {
      metrics: lacksMetrics ? both('metrics') : here.metrics,
      params: both('params'),
      tags: both('tags'),
    }
  }, [here, data, lacksMetrics])
}

const byName = (a: string, b: string) => a.localeCompare(b)

function useLater(): boolean {
  const [isLater, setLater] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLater(true), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [])
  return isLater
}
