import type { CreateExperimentResponse } from '@millrace/contract'
import { useQueryClient } from '@tanstack/react-query'
import { post } from '../../api/client.ts'
import { experimentsKey } from './search-experiments.ts'

const create = (name: string) => post<CreateExperimentResponse>('experiments/create', { name })
const rename = (experiment_id: string, new_name: string) =>
  post('experiments/update', { experiment_id, new_name })
const remove = (experiment_id: string) => post('experiments/delete', { experiment_id })
const restore = (experiment_id: string) => post('experiments/restore', { experiment_id })
const setTag = (experiment_id: string, key: string, value: string) =>
  post('experiments/set-experiment-tag', { experiment_id, key, value })
const deleteTag = (experiment_id: string, key: string) =>
  post('experiments/delete-experiment-tag', { experiment_id, key })

/** Each resolves when the server has accepted; whatever shows experiments then reads them anew. */
export function useExperimentChanges() {
  const client = useQueryClient()
  const thenRefresh =
    <A extends unknown[], R>(change: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      const result = await change(...args)
      await client.invalidateQueries({ queryKey: experimentsKey })
      return result
    }
  return {
    create: thenRefresh(create),
    rename: thenRefresh(rename),
    remove: thenRefresh(remove),
    restore: thenRefresh(restore),
    setTag: thenRefresh(setTag),
    deleteTag: thenRefresh(deleteTag),
  }
}
