import type { FileInfo } from '@millrace/contract'

export interface FileEntry {
  path: string
  isDir: boolean
  where: 'left' | 'right' | 'both'
}

/** What either of two folders holds, folders first. */
export function filesOfBoth(left: readonly FileInfo[], right: readonly FileInfo[]): FileEntry[] {
  const entries = new Map<string, FileEntry>()
  for (const { path = '', is_dir = false } of left) entries.set(path, { path, isDir: is_dir, where: 'left' })
  for (const { path = '', is_dir = false } of right)
    entries.set(path, { path, isDir: is_dir, where: entries.has(path) ? 'both' : 'right' })
  return [...entries.values()].sort(
    (a, b) => Number(b.isDir) - Number(a.isDir) || a.path.localeCompare(b.path, undefined, { numeric: true }),
  )
}
