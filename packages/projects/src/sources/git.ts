import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { InvalidValueError } from '@millrace/sdk'
import type { Source, SourceOptions } from '../source.ts'
import { TAG } from '../tags.ts'
import { type GitSetting, git, withoutCredentials } from './git-program.ts'
import { subfolder } from './subfolder.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A commit of a repository, and what it was asked for by. */
interface Revision {
  /** What to fetch: the full name of a branch or a tag, or a commit. */
  readonly ref: string
  readonly branch: string | undefined
}

/**
 * A project of a git repository: one commit of it, in a folder of its own.
 * @throws InvalidValueError where the repository cannot be reached, or has no such version
 */
export async function fetchGit(
  address: string,
  subdirectory: string | undefined,
  { version, env, report, signal }: SourceOptions,
): Promise<Source> {
  const { folder, release } = await temporaryFolder()
  const setting = { cwd: folder, env, signal }
  try {
    report(`=== Fetching project from ${withoutCredentials(address)} into ${folder} ===`)
    const revision = await findRevision(address, version, setting)
    await checkOut(address, revision, setting)
    const commit = await git(['rev-parse', 'HEAD'], setting)
    const shown = withoutCredentials(address)
    return {
      folder: await subfolder(folder, subdirectory),
      root: folder,
      tags: {
        [TAG.sourceName]: subdirectory === undefined ? shown : `${shown}#${subdirectory}`,
        [TAG.commit]: commit,
        [TAG.repository]: shown,
        ...(revision.branch !== undefined && { [TAG.branch]: revision.branch }),
      },
      patch: undefined,
      release,
    }
  } catch (error) {
    await release()
    throw error
  }
}

const COMMIT = /^[0-9a-f]{4,64}$/

async function findRevision(
  address: string,
  version: string | undefined,
  setting: GitSetting,
): Promise<Revision> {
  const listed = await git(['ls-remote', '--', address], setting).catch((error: Error) => {
    setting.signal?.throwIfAborted()
    throw new InvalidValueError(
      `The git repository ${withoutCredentials(address)} cannot be read: ${error.message}`,
      { cause: error },
    )
  })
  if (version === undefined) return { ref: 'HEAD', branch: undefined }
  const refs = new Set(listed.split('\n').map((line) => line.split('\t')[1]))
  const branch = `refs/heads/${version}`
  if (refs.has(branch)) return { ref: branch, branch: version }
  const tag = `refs/tags/${version}`
  if (refs.has(tag)) return { ref: tag, branch: undefined }
  if (COMMIT.test(version)) return { ref: version, branch: undefined }
  throw new InvalidValueError(
    `Unable to checkout version '${version}' of git repo ${withoutCredentials(address)}: it has no branch and no tag of that name, and it is no commit.`,
  )
}

async function checkOut(address: string, { ref, branch }: Revision, setting: GitSetting): Promise<void> {
  await git(['init', '--quiet'], setting)
  await git(['remote', 'add', '--', 'origin', address], setting)
  const isCommit = COMMIT.test(ref)
  if (isCommit) await fetchCommit(ref, setting)
  else await git(['fetch', '--quiet', '--depth=1', '--no-tags', 'origin', `+${ref}`], setting)
  // Programs ask git which branch they are of.
  const as = branch === undefined ? ['--detach'] : ['-B', branch]
  await git(['checkout', '--quiet', ...as, isCommit ? ref : 'FETCH_HEAD'], setting)
  if (existsSync(join(setting.cwd, '.gitmodules'))) {
    await git(['submodule', '--quiet', 'update', '--init', '--recursive', '--depth=1'], setting)
  }
  await forgetCredentials(address, setting)
}

/** The folder is the program's, and may become an image. */
async function forgetCredentials(address: string, setting: GitSetting): Promise<void> {
  const shown = withoutCredentials(address)
  if (shown === address) return
  await git(['remote', 'set-url', 'origin', shown], setting)
  // Addresses of submodules may follow from it.
  await git(['submodule', '--quiet', 'sync', '--recursive'], setting)
}

/** Servers may hand out whole ids alone, and no commit that is not at a branch's end: then it takes all of them. */
async function fetchCommit(commit: string, setting: GitSetting): Promise<void> {
  const isFetched = await git(['fetch', '--quiet', '--depth=1', '--no-tags', 'origin', commit], setting).then(
    () => true,
    () => false,
  )
  if (isFetched) return
  await git(['fetch', '--quiet', '--tags', 'origin', '+refs/heads/*:refs/remotes/origin/*'], setting)
  await git(['rev-parse', '--verify', '--quiet', `${commit}^{commit}`], setting).catch((error: Error) => {
    throw new InvalidValueError(`The git repository has no commit '${commit}'.`, { cause: error })
  })
}
