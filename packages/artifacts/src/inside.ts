import { dirname, join, sep } from 'node:path'
import { invalidParameter, type MlflowError } from '@millrace/contract'
import { lstat, realpath } from './near-files.ts'
import type { SafePath } from './safe-path.ts'
import { undefinedIf } from './undefined-if.ts'

const MISSING = new Set(['ENOENT', 'ENOTDIR', 'ELOOP'])

export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/** Undefined instead of an error where a file, or a folder on the way to it, is missing or links to itself. */
export const unlessMissing = undefinedIf((error) => MISSING.has(errorCode(error) ?? ''))

const outside = (): MlflowError =>
  invalidParameter('Invalid path: resolved path is outside the artifact directory')

export function isInside(root: string, path: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep)
}

/**
 * The real place of what exists at `path`, all links followed; undefined when nothing does.
 * @throws MlflowError when a link leaves the root
 */
export async function resolveExisting(root: string, path: SafePath): Promise<string | undefined> {
  const [realRoot, real] = await Promise.all([
    unlessMissing(realpath(root)),
    unlessMissing(realpath(join(root, path))),
  ])
  if (realRoot !== undefined && real !== undefined && !isInside(realRoot, real)) throw outside()
  return realRoot === undefined ? undefined : real
}

/**
 * The place of an entry itself: links on the way are followed, a link at the end is not. This is what may be
 * replaced or removed; undefined when its folder is missing.
 * @throws MlflowError when a link, on the way or at the end, leaves the root
 */
export async function resolveEntry(root: string, path: SafePath): Promise<string | undefined> {
  const realRoot = await unlessMissing(realpath(root))
  if (realRoot === undefined) return undefined
  const entry = join(realRoot, path)
  if (entry === realRoot) return realRoot
  const folder = await unlessMissing(realpath(dirname(entry)))
  if (folder === undefined) return undefined
  if (!isInside(realRoot, folder)) throw outside()
  await resolveExisting(root, path)
  return join(folder, entry.slice(dirname(entry).length).replace(/^[\\/]/, ''))
}

/**
 * The deepest folder on the way to `path` that exists, and the names below it still to be made.
 * @throws MlflowError when a link on the way leaves the root or leads nowhere
 */
export async function resolveFolder(
  realRoot: string,
  path: string,
): Promise<{ real: string; missing: string[] }> {
  const names = path === '' ? [] : path.split('/')
  let real = realRoot
  for (const [i, name] of names.entries()) {
    const next = join(real, name)
    const found = await unlessMissing(lstat(next))
    if (!found) return { real, missing: names.slice(i) }
    const target = found.isSymbolicLink() ? await unlessMissing(realpath(next)) : next
    if (target === undefined || !isInside(realRoot, target)) throw outside()
    real = target
  }
  return { real, missing: [] }
}
