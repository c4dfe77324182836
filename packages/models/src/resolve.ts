import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { downloadTree, schemeOf } from '@millrace/artifacts'
import { doesNotExist } from '@millrace/contract'
import { MLMODEL } from './mlmodel.ts'
import { atSource, sourceOf } from './model-source.ts'

export interface ResolvedModel {
  /** Where its MLmodel file is. */
  folder: string
  /** Where it came from, aliases resolved: another value is another model. */
  source: string
  /** Whether the folder is a copy, which `release` deletes. */
  isCopy: boolean
  /** Deletes what was downloaded. */
  release(): Promise<void>
}

/**
 * The files of a model: a path, `runs:/`, `models:/` (a version, a stage, `@alias`, `latest`, or a logged model's id),
 * or the address of an artifact store.
 * @throws MlflowError or MillraceError when it is not there
 */
export async function resolveModel(uri: string, env: NodeJS.ProcessEnv): Promise<ResolvedModel> {
  const source = await sourceOf(uri, env)
  const scheme = schemeOf(source)
  if (scheme === '' || scheme === 'file') return localModel(source)
  const copy = await mkdtemp(join(tmpdir(), 'millrace-model-'))
  const release = () => rm(copy, { recursive: true, force: true })
  try {
    const folder = await atSource(source, env, async ({ repository, path }) => {
      await downloadTree(repository, path, copy)
      return join(copy, basename(path))
    })
    await assertModel(folder, uri)
    return { folder, source, isCopy: true, release }
  } catch (error) {
    await release()
    throw error
  }
}

async function localModel(source: string): Promise<ResolvedModel> {
  const folder = source.startsWith('file:') ? fileURLToPath(source) : source
  await assertModel(folder, source)
  return { folder, source, isCopy: false, release: async () => {} }
}

async function assertModel(folder: string, uri: string): Promise<void> {
  const found = await stat(join(folder, MLMODEL)).catch(() => undefined)
  if (!found?.isFile()) throw doesNotExist(`Could not find an "${MLMODEL}" configuration file at "${uri}"`)
}
