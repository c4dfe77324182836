import type { ListArtifactsResponse } from '@millrace/contract'
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query'
import { get, serverUrl } from '../../api/client.ts'

export const artifactsKey = (runId: string) => ['artifacts', runId] as const

export const listArtifactsQuery = (run_id: string, path: string) =>
  infiniteQueryOptions({
    queryKey: [...artifactsKey(run_id), path],
    queryFn: ({ pageParam, signal }) =>
      get<ListArtifactsResponse>(
        'artifacts/list',
        { run_id, path: path || undefined, page_token: pageParam || undefined },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_page_token || undefined,
  })

/** The size of a file as the listing of its folder has it; undefined beyond the pages that were read. */
export function useListedSize(runId: string, path: string) {
  const folder = path.split('/').slice(0, -1).join('/')
  return useInfiniteQuery({
    ...listArtifactsQuery(runId, folder),
    select: ({ pages }) =>
      pages.flatMap(({ files = [] }) => files).find((file) => file.path === path)?.file_size,
  })
}

export const artifactUrl = (run_uuid: string, path: string): string =>
  serverUrl('get-artifact', { path, run_uuid })
