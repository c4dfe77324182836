import { askGit, type GitSetting, withoutCredentials } from './git-program.ts'

/** A working copy of a git repository. */
export interface Checkout {
  readonly root: string
  readonly commit: string
  /** Of its first remote, without a password. */
  readonly repository: string | undefined
}

/** The git repository that a folder is in, with a commit at least. */
export async function checkoutOf(folder: string, env: GitSetting['env']): Promise<Checkout | undefined> {
  const setting = { cwd: folder, env }
  const [told, remotes = ''] = await Promise.all([
    askGit(['rev-parse', '--show-toplevel', 'HEAD'], setting),
    askGit(['config', '--get-regexp', '^remote\\..*\\.url$'], setting),
  ])
  const [root, commit] = told?.split('\n') ?? []
  if (!root || !commit) return undefined
  const url = remotes.split('\n')[0]?.split(' ')[1]
  return { root, commit, repository: url ? withoutCredentials(url) : undefined }
}
