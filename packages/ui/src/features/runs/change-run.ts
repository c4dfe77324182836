import type { Run } from '@millrace/contract'
import { useQueryClient } from '@tanstack/react-query'
import { post } from '../../api/client.ts'
import { runKey } from './get-run.ts'
import { tablesWith } from './search-runs.ts'

/** Each resolves when the server has accepted; then the run and the tables that list it are read anew. */
export function useRunChanges(run: Run) {
  const client = useQueryClient()
  const { run_id = '', experiment_id = '' } = run.info ?? {}
  const send = async (path: string, body: object) => {
    await post(`runs/${path}`, { run_id, ...body })
    await Promise.all([
      client.invalidateQueries({ queryKey: runKey(run_id) }),
      client.invalidateQueries(tablesWith(experiment_id)),
    ])
  }
  return {
    rename: (run_name: string) => send('update', { run_name }),
    remove: () => send('delete', {}),
    restore: () => send('restore', {}),
    setTag: (key: string, value: string) => send('set-tag', { key, value }),
    deleteTag: (key: string) => send('delete-tag', { key }),
  }
}
