import type {
  GetLoggedModelResponse,
  GetModelVersionResponse,
  GetRegisteredModelResponse,
  RegisteredModel,
} from '@millrace/contract'
import { queryOptions } from '@tanstack/react-query'
import { get } from '../../api/client.ts'
import { modelsKey } from './search-models.ts'

export const modelQuery = (name: string) =>
  queryOptions({
    queryKey: [...modelsKey, 'get', name],
    queryFn: async ({ signal }) =>
      (await get<GetRegisteredModelResponse>('registered-models/get', { name }, signal)).registered_model ??
      {},
  })

export const versionQuery = (name: string, version: string) =>
  queryOptions({
    queryKey: [...modelsKey, 'version', name, version],
    queryFn: async ({ signal }) =>
      (await get<GetModelVersionResponse>('model-versions/get', { name, version }, signal)).model_version ??
      {},
  })

export const loggedModelQuery = (model_id: string) =>
  queryOptions({
    queryKey: [...modelsKey, 'logged', model_id],
    queryFn: async ({ signal }) =>
      (await get<GetLoggedModelResponse>(`logged-models/${encodeURIComponent(model_id)}`, {}, signal))
        .model ?? {},
  })

/** The highest number among the newest versions of each stage. */
export function latestVersionOf({ latest_versions = [] }: RegisteredModel): string | undefined {
  const numbers = latest_versions.map(({ version }) => Number(version))
  return numbers.length > 0 ? String(Math.max(...numbers)) : undefined
}
