import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Env } from '@millrace/sdk'
import type { Checkout } from './checkout.ts'
import { askGit, type GitSetting, git } from './git-program.ts'
import { type LeftOut, newFiles } from './new-files.ts'

/** What a working copy holds beyond its commit. */
export interface Patch {
  /** For `git apply`; undefined where all of it is left out. */
  readonly bytes: Uint8Array | undefined
  readonly leftOut: readonly LeftOut[]
}

/** The changes that are not committed, new files among them; undefined where there are none. */
export async function patchOf({ root }: Checkout, env: Env): Promise<Patch | undefined> {
  const setting = { cwd: root, env }
  const { kept, leftOut } = await newFiles(root, env)
  const folder = await mkdtemp(join(tmpdir(), 'millrace-patch-'))
  try {
    // The user's own index stays as it is.
    const index = join(folder, 'index')
    const own = await askGit(['rev-parse', '--path-format=absolute', '--git-path', 'index'], setting)
    await copyFile(own ?? '', index).catch(() => {})
    const apart = { ...setting, index }
    await addNames(kept, apart)
    // As bytes, for not every file is text in UTF-8.
    const output = join(folder, 'patch')
    await git([...DIFF, `--output=${output}`, 'HEAD'], apart)
    const bytes = await readFile(output)
    if (bytes.byteLength > 0) return { bytes, leftOut }
    return leftOut.length === 0 ? undefined : { bytes: undefined, leftOut }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** What `git apply` takes, whatever the user's settings make of a diff. */
const DIFF = [
  ...['-c', 'diff.autoRefreshIndex=true', 'diff'],
  ...[
    '--no-ext-diff',
    '--no-textconv',
    '--no-color',
    '--no-renames',
    '--no-relative',
    '--binary',
    '--unified=3',
  ],
  ...['--src-prefix=a/', '--dst-prefix=b/', '--submodule=short', '--ignore-submodules=dirty'],
]

/** Names alone: a diff against the commit then shows what is in those files. As arguments they may be too many. */
async function addNames(names: readonly string[], setting: GitSetting): Promise<void> {
  if (names.length === 0) return
  const empty = await git(['hash-object', '--stdin'], { ...setting, input: '' })
  const input = names.map((name) => `100644 ${empty} 0\t${name}\0`).join('')
  await git(['update-index', '-z', '--index-info'], { ...setting, input })
}
