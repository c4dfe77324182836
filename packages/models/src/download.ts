import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { downloadTree, proxiedPath, safePath, schemeOf, splitUri } from '@millrace/artifacts'
import { fetchPage } from './fetch-page.ts'
import { atSource, sourceOf } from './model-source.ts'

/**
 * Fetches a file, or a folder with all it holds, into a folder: from an artifact store, by `runs:/` or `models:/`, or over HTTP.
 * @returns its path; what is on this machine stays where it is
 * @throws MlflowError when it is not there
 */
export async function downloadFiles(
  uri: string,
  env: NodeJS.ProcessEnv,
  folder: string,
  signal?: AbortSignal,
): Promise<string> {
  const source = await sourceOf(uri, env)
  const scheme = schemeOf(source)
  if (scheme === '') return source
  if (scheme === 'file') return fileURLToPath(source)
  const isPage = /^https?$/.test(scheme) && proxiedPath(source) === undefined
  if (!isPage) {
    return atSource(source, env, async ({ repository, path }) => {
      await downloadTree(repository, path, folder, { signal })
      return join(folder, posix.basename(path))
    })
  }
  const place = join(folder, safePath(posix.basename(splitUri(source).path)))
  await fetchPage(source, place, { signal })
  return place
}

export { fetchPage } from './fetch-page.ts'
