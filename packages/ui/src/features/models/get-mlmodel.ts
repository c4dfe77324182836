import { queryOptions } from '@tanstack/react-query'
import { send, serverUrl } from '../../api/client.ts'
import { artifactUrl } from '../artifacts/list-artifacts.ts'
import { readMlModel } from './read-mlmodel.ts'
import { modelsKey } from './search-models.ts'

/** What the files of a model say about it. They do not change; that they are gone, or never were, is no fault. */
const mlModelAt = (key: readonly string[], url: string) =>
  queryOptions({
    queryKey: [...modelsKey, 'mlmodel', ...key],
    queryFn: async ({ signal }) => readMlModel(await (await send(url, { signal })).text()),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })

export const mlModelQuery = (name: string, version: string) =>
  mlModelAt([name, version], serverUrl('model-versions/get-artifact', { name, version, path: 'MLmodel' }))

export const mlModelOfLoggedQuery = (id: string) => mlModelAt([id], artifactUrl(id, 'MLmodel'))
