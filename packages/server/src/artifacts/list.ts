import type { FileInfo as ListedFile } from '@millrace/artifacts'
import type {
  ArtifactsListArtifacts,
  ArtifactsListArtifactsResponse,
  FileInfo,
  ListArtifacts,
  ListArtifactsResponse,
} from '@millrace/contract'
import type { Deps } from '../deps.ts'
import { runInfo } from '../runs/queries.ts'
import { noSuchRun } from '../runs/state.ts'
import { givenPath, locate, type Place, proxied } from './locate.ts'

export async function listArtifacts(deps: Deps, input: ListArtifacts): Promise<ListArtifactsResponse> {
  const root_uri = await artifactUriOfRun(deps, input.run_id ?? '')
  const folder = givenPath(input.path)
  const files = await filesBelow(await locate(deps, root_uri, folder), folder)
  return { root_uri, ...(files.length > 0 && { files }) }
}

export async function listProxiedArtifacts(
  deps: Deps,
  input: ArtifactsListArtifacts,
): Promise<ArtifactsListArtifactsResponse> {
  const files = await filesBelow({ repository: proxied(deps), path: givenPath(input.path) }, '')
  return files.length > 0 ? { files } : {}
}

/** The children of a folder, their paths given from `folder`. */
export async function filesBelow({ repository, path }: Place, folder: string): Promise<FileInfo[]> {
  const files: FileInfo[] = []
  for await (const file of repository.list(path)) files.push(shownBelow(folder, file))
  return files
}

/** A child of `folder` as it is told to clients. */
export function shownBelow(folder: string, { path, is_dir, file_size = 0 }: ListedFile): FileInfo {
  const name = nameOf(path)
  return { path: folder === '' ? name : `${folder}/${name}`, is_dir, ...(!is_dir && { file_size }) }
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

export async function artifactUriOfRun({ db }: Deps, run_id: string): Promise<string> {
  const run = await db.first(runInfo, { run_id })
  if (!run) throw noSuchRun(run_id)
  return run.artifact_uri ?? ''
}
