import { lstatSync, type Stats } from 'node:fs'
import { lstat, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { byCodePoint } from './by-code-point.ts'
import { isInside, unlessMissing } from './inside.ts'
import { isUnfinished, locate, UNFINISHED } from './local-files.ts'
import { ask, realpath } from './near-files.ts'
import type { FileInfo } from './repository.ts'
import type { SafePath } from './safe-path.ts'

const SLICE = 512
const SLOW_SLICE_MS = 20

export async function* listFolder(
  root: string,
  path: SafePath,
  signal?: AbortSignal,
): AsyncGenerator<FileInfo> {
  if (isUnfinished(path)) return
  const folder = await locate(root, path)
  const names = folder === undefined ? undefined : await unlessMissing(readdir(folder))
  if (folder === undefined || !names) return
  const visible = names.filter((name) => !name.startsWith(UNFINISHED)).sort(byCodePoint)
  const prefix = path === '' ? '' : `${path}/`
  for await (const children of statsOf(folder, visible, signal)) {
    for (const { name, stats } of children) {
      const info = stats?.isSymbolicLink()
        ? await behindLink(root, join(folder, name), prefix + name)
        : stats && toListed(prefix + name, stats)
      if (info) yield info
    }
  }
}

interface Child {
  readonly name: string
  /** Undefined for a child that vanished meanwhile. */
  readonly stats: Stats | undefined
}

/** In slices: between them others have their turn. */
async function* statsOf(
  folder: string,
  names: readonly string[],
  signal: AbortSignal | undefined,
): AsyncGenerator<Child[]> {
  for (let i = 0; i < names.length; i += SLICE) {
    signal?.throwIfAborted()
    const slice = names.slice(i, i + SLICE)
    yield await ask(
      () => slice.map((name) => ({ name, stats: lstatSync(join(folder, name), { throwIfNoEntry: false }) })),
      () =>
        Promise.all(
          slice.map(async (name) => ({ name, stats: await unlessMissing(lstat(join(folder, name))) })),
        ),
      SLOW_SLICE_MS,
    )
    await nextTurn()
  }
}

/** A link to nowhere or out of the root is not shown. */
async function behindLink(root: string, place: string, path: string): Promise<FileInfo | undefined> {
  const realRoot = await realpath(root)
  const target = await unlessMissing(realpath(place))
  if (target === undefined || !isInside(realRoot, target)) return undefined
  const stats = await unlessMissing(stat(target))
  const info = stats && toListed(path, stats)
  return info?.is_dir ? { ...info, is_link: true } : info
}

function toListed(path: string, stats: Stats): FileInfo {
  if (stats.isDirectory()) return { path, is_dir: true, mtime: stats.mtimeMs }
  return { path, is_dir: false, file_size: stats.size, mtime: stats.mtimeMs }
}
