import {
  invalidParameter,
  LIMITS,
  type SearchModelVersions,
  type SearchRegisteredModels,
} from '@millrace/contract'
import type { Deps } from '../deps.ts'
import { JsonText } from '../http/json-text.ts'
import { decodePageToken, encodePageToken, parseFilter, parseOrderBy } from '../search/index.ts'
import type { RegistrySearch } from './page.ts'
import { withoutPromptsUnlessAsked } from './prompts.ts'

export async function searchRegisteredModels(deps: Deps, input: SearchRegisteredModels): Promise<JsonText> {
  const limit = Number(input.max_results ?? LIMITS.registeredModelsPageDefault)
  const search = readSearch('registered_models', input, limit)
  // As MLflow answers those who ask for nothing.
  if (limit <= 0) return new JsonText(`{"next_page_token":"${encodePageToken(search.offset + limit)}"}`)
  return new JsonText(await deps.registry.longReads.run('searchRegisteredModels', search))
}

export async function searchModelVersions(deps: Deps, input: SearchModelVersions): Promise<JsonText> {
  const limit = Number(input.max_results ?? LIMITS.modelVersionsPage)
  if (limit < 1) {
    throw invalidParameter(`Invalid value for max_results. It must be a positive integer, but got ${limit}`)
  }
  const search = readSearch('model_versions', input, limit)
  return new JsonText(await deps.registry.longReads.run('searchModelVersions', search))
}

function readSearch(
  entity: 'registered_models' | 'model_versions',
  input: SearchRegisteredModels,
  limit: number,
): RegistrySearch {
  return {
    ...withoutPromptsUnlessAsked(parseFilter(entity, input.filter)),
    order: parseOrderBy(entity, input.order_by ?? []),
    offset: decodePageToken(input.page_token),
    limit,
  }
}
