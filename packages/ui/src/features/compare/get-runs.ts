import type { GetRunResponse, Run, SearchRunsResponse } from '@millrace/contract'
import { queryOptions } from '@tanstack/react-query'
import { ApiError, get, post } from '../../api/client.ts'
import { runIdOf } from '../runs/search-runs.ts'

const IDS_A_QUESTION = 100

export const comparedKey = ['compared'] as const

/**
 * Runs by their ids, in that order; those that are gone are left out. A search needs an experiment, so the first run that is
 * still missing tells which, and all others of it come in as few requests as there are experiments.
 */
export const comparedQuery = (ids: readonly string[]) =>
  queryOptions({
    queryKey: [...comparedKey, ids],
    queryFn: async ({ signal }): Promise<Run[]> => {
      const found = new Map<string, Run>()
      let missing = [...new Set(ids)]
      while (missing.length > 0) {
        const [first = '', ...others] = missing
        const run = await readRun(first, signal)
        if (run) found.set(first, run)
        const experiment = run?.info?.experiment_id
        if (experiment)
          for (const other of await readRuns(experiment, others, signal)) found.set(runIdOf(other), other)
        missing = others.filter((id) => !found.has(id))
      }
      return ids.flatMap((id) => found.get(id) ?? [])
    },
    staleTime: 30_000,
  })

async function readRun(run_id: string, signal: AbortSignal): Promise<Run | undefined> {
  try {
    return (await get<GetRunResponse>('runs/get', { run_id }, signal)).run
  } catch (error) {
    // A link may outlive what it names, or name what never was.
    if (error instanceof ApiError && (error.status === 404 || error.status === 400)) return undefined
    throw error
  }
}

const ID = /^\w+$/

async function readRuns(experiment: string, ids: readonly string[], signal: AbortSignal): Promise<Run[]> {
  const wanted = ids.filter((id) => ID.test(id))
  const runs: Run[] = []
  for (let at = 0; at < wanted.length; at += IDS_A_QUESTION) {
    const names = wanted.slice(at, at + IDS_A_QUESTION).map((id) => `'${id}'`)
    const asked = {
      experiment_ids: [experiment],
      filter: `attributes.run_id IN (${names.join(',')})`,
      run_view_type: 'ALL',
      max_results: IDS_A_QUESTION,
    }
    runs.push(...((await post<SearchRunsResponse>('runs/search', asked, signal)).runs ?? []))
  }
  return runs
}
