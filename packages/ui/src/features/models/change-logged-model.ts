import { useQueryClient } from '@tanstack/react-query'
import { change } from '../../api/client.ts'
import { loggedModelQuery } from './get-model.ts'

/** Each resolves when the server has accepted; the page then reads the model anew. */
export function useLoggedModelChanges(id: string) {
  const client = useQueryClient()
  const path = `logged-models/${encodeURIComponent(id)}/tags`
  const refresh = () => client.invalidateQueries({ queryKey: loggedModelQuery(id).queryKey })
  return {
    setTag: async (key: string, value: string) => {
      await change('PATCH', path, { tags: [{ key, value }] })
      await refresh()
    },
    deleteTag: async (key: string) => {
      await change('DELETE', `${path}/${encodeURIComponent(key)}`, {})
      await refresh()
    },
  }
}
