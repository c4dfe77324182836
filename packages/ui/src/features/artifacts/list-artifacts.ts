import type { ListArtifactPageResponse } from '@millrace/contract'
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query'
import { getOwn, serverUrl } from '../../api/client.ts'
import { folderOf } from './name-of.ts'

export const artifactsKey = (runId: string) => ['artifacts', runId] as const

/**
 * What has artifacts is a run or a logged model, and their ids tell them apart: a model's begins with `m-`, a run's is a
 * number in hexadecimal.
 */
export const isLoggedModel = (owner: string) => owner.startsWith('m-')

const ofOwner = (owner: string) => (isLoggedModel(owner) ? { model_id: owner } : { run_id: owner })

/** A page of a folder, folders first; MLflow's own answers give a folder whole. */
const listFolder = (owner: string, path: string, page_token: string | undefined, signal: AbortSignal) =>
  getOwn<ListArtifactPageResponse>(
    'artifacts/list',
    { ...ofOwner(owner), path: path || undefined, page_token },
    signal,
  )

export const listArtifactsQuery = (owner: string, path: string) =>
  infiniteQueryOptions({
    queryKey: [...artifactsKey(owner), path],
    queryFn: ({ pageParam, signal }) => listFolder(owner, path, pageParam || undefined, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_page_token || undefined,
  })

/** A file, or a folder, as the listing of its folder has it; undefined beyond the pages that were read. */
export function useListed(owner: string, path: string) {
  return useInfiniteQuery({
    ...listArtifactsQuery(owner, folderOf(path)),
    select: ({ pages }) => pages.flatMap(({ files = [] }) => files).find((file) => file.path === path),
  })
}

/** A file as an attachment; ranges of it may be asked for. */
export const artifactUrl = (owner: string, path: string): string =>
  isLoggedModel(owner)
    ? serverUrl(`ajax-api/2.0/mlflow/logged-models/${encodeURIComponent(owner)}/artifacts/files`, {
        artifact_file_path: path,
      })
    : serverUrl('get-artifact', { path, run_uuid: owner })

/** A page or a PDF to be shown in a frame. */
export const viewUrl = (owner: string, path: string): string =>
  serverUrl('ajax-api/3.0/millrace/artifacts/view', { ...ofOwner(owner), path })

/** A folder as a zip archive; all of them without a path. */
export const archiveUrl = (owner: string, path: string): string =>
  serverUrl('ajax-api/3.0/millrace/artifacts/archive', { ...ofOwner(owner), path: path || undefined })
