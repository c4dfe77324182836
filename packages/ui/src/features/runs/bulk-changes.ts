import type { Run, TableOfRunsResponse } from '@millrace/contract'
import { useQueryClient } from '@tanstack/react-query'
import { post, postOwn } from '../../api/client.ts'
import { runKey } from './get-run.ts'
import {
  familiesKey,
  groupsKey,
  patchRuns,
  type RunPages,
  runIdOf,
  runsKey,
  runsPageKey,
  tablesWith,
} from './search-runs.ts'

/** So many requests at a time: a thousand at once would hold up everybody else's. */
const AT_ONCE = 8
const MOVED_AT_ONCE = 1000

export interface Outcome {
  done: string[]
  /** Why the others were refused; another user may have deleted them meanwhile. */
  errors: unknown[]
}

/** Changes each of some runs, whatever becomes of the others. */
export async function changeEach(
  ids: readonly string[],
  change: (id: string) => Promise<unknown>,
): Promise<Outcome> {
  const outcome: Outcome = { done: [], errors: [] }
  const waiting = [...ids]
  const work = async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      try {
        await change(id)
        outcome.done.push(id)
      } catch (error) {
        outcome.errors.push(error)
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return outcome
}

function withTag(run: Run, key: string, value: string): Run {
  const others = run.data?.tags?.filter((tag) => tag.key !== key) ?? []
  return { ...run, data: { ...run.data, tags: [...others, { key, value }] } }
}

/** Each resolves when the server has answered for every run; what the table shows is changed without reading it anew. */
export function useBulkChanges(experimentId: string) {
  const client = useQueryClient()
  const key = runsKey(experimentId)
  // The runs of a table of several experiments are in their own tables too.
  const tables = tablesWith(experimentId)
  const elsewhere = {
    predicate: ({ queryKey }: { queryKey: readonly unknown[] }) =>
      tables.predicate({ queryKey }) && queryKey[1] !== experimentId,
  }
  const leave = (ids: string[]) => {
    const gone = new Set(ids)
    client.setQueriesData<RunPages>(
      { queryKey: [...key, 'search'] },
      (pages) => pages && patchRuns(pages, gone, []),
    )
    // What is below moves up by as many, so the pages are cut anew.
    void client.invalidateQueries(tables)
  }
  const move = (verb: 'delete' | 'restore') => async (ids: readonly string[]) => {
    const outcome = await changeEach(ids, (run_id) => post(`runs/${verb}`, { run_id }))
    leave(outcome.done)
    return outcome
  }
  const moveTo = async (ids: readonly string[], experiment_id: string) => {
    for (let at = 0; at < ids.length; at += MOVED_AT_ONCE)
      await postOwn('runs/move', { run_ids: ids.slice(at, at + MOVED_AT_ONCE), experiment_id })
    leave([...ids])
    void client.invalidateQueries(tablesWith(experiment_id))
    for (const id of ids) void client.invalidateQueries({ queryKey: runKey(id) })
  }
  const setTag = async (ids: readonly string[], tag: string, value: string) => {
    const outcome = await changeEach(ids, (run_id) => post('runs/set-tag', { run_id, key: tag, value }))
    const tagged = new Set(outcome.done)
    const inPage = (page: TableOfRunsResponse): TableOfRunsResponse => ({
      ...page,
      runs: page.runs?.map((run) => (tagged.has(runIdOf(run)) ? withTag(run, tag, value) : run)),
    })
    client.setQueriesData<RunPages>(
      { queryKey: [...key, 'search'] },
      (pages) => pages && { ...pages, pages: pages.pages.map(inPage) },
    )
    for (const queryKey of [runsPageKey(experimentId), familiesKey(experimentId)])
      client.setQueriesData<TableOfRunsResponse>({ queryKey }, (page) => page && inPage(page))
    void client.invalidateQueries({ queryKey: groupsKey(experimentId) })
    void client.invalidateQueries(elsewhere)
    for (const id of outcome.done) void client.invalidateQueries({ queryKey: runKey(id) })
    return outcome
  }
  return {
    remove: move('delete'),
    restore: move('restore'),
    setTag,
    /** All at once; what is refused moves nothing. */
    moveTo,
  }
}
