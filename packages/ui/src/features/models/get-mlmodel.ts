import { queryOptions } from '@tanstack/react-query'
import { send, serverUrl } from '../../api/client.ts'
import { readMlModel } from './read-mlmodel.ts'
import { modelsKey } from './search-models.ts'

/** What the files of a version say about it. They do not change; that they are gone, or never were, is no fault. */
export const mlModelQuery = (name: string, version: string) =>
  queryOptions({
    queryKey: [...modelsKey, 'mlmodel', name, version],
    queryFn: async ({ signal }) => {
      const url = serverUrl('model-versions/get-artifact', { name, version, path: 'MLmodel' })
      return readMlModel(await (await send(url, { signal })).text())
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
