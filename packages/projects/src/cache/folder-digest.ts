import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { lstat, readdir, readlink, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Env } from '@millrace/sdk'
import { askGit } from '../sources/git-program.ts'
import { NOT_CODE } from '../sources/not-code.ts'

/**
 * A digest of the names and the bytes of all files of a folder; of a git checkout without those that it ignores.
 * @returns SHA-256 in hexadecimal
 */
export async function folderDigest(folder: string, env: Env): Promise<string> {
  const hash = createHash('sha256')
  for (const path of await filesOf(folder, env)) await addFile(hash, folder, path)
  return hash.digest('hex')
}

/** The same of a file, or of all that a folder holds, wherever links lead. */
export async function contentDigest(path: string): Promise<string> {
  const hash = createHash('sha256')
  const place = await realpath(path)
  if (!(await stat(place)).isDirectory()) await addFile(hash, place, '')
  else for (const below of await walk(place, () => false)) await addFile(hash, place, below)
  return hash.digest('hex')
}

async function filesOf(folder: string, env: Env): Promise<string[]> {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard']
  const listed = await askGit(args, { cwd: folder, env })
  if (listed === undefined) return walk(folder, isBeside)
  const paths = [...new Set(listed.split('\0'))].filter((path) => path !== '' && !isBeside(path))
  const found = paths.map(async (path) => {
    // Of a repository within this one, and of a submodule, git lists the folder alone.
    const isFolder = (await lstat(join(folder, path)).catch(() => undefined))?.isDirectory() ?? false
    return isFolder ? walk(folder, isBeside, path.replace(/\/$/, '')) : [path]
  })
  return (await Promise.all(found)).flat().sort()
}

const isBeside = (path: string) => path.split('/').some((name) => NOT_CODE.test(name))

/** @param leavesOut names of files and folders that do not count */
async function walk(folder: string, leavesOut: (name: string) => boolean, below = ''): Promise<string[]> {
  const entries = await readdir(join(folder, below), { withFileTypes: true })
  const found = entries
    .filter(({ name }) => !leavesOut(name))
    .map((entry) => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`
      return entry.isDirectory() ? walk(folder, leavesOut, path) : [path]
    })
  return (await Promise.all(found)).flat().sort()
}

async function addFile(hash: Hash, folder: string, path: string): Promise<void> {
  const place = join(folder, path)
  const found = await lstat(place).catch(() => undefined)
  // Git lists what was deleted and is not committed yet.
  if (!found) return
  hash.update(`${path}\0${found.mode & 0o111 ? 'x' : '-'}\0`)
  if (found.isSymbolicLink()) return addLink(hash, place)
  if (found.isFile()) await addBytes(hash, place, found.size)
}

/** What a link leads to counts, not its name alone; a folder that it leads to by its own name, for it may hold itself. */
async function addLink(hash: Hash, link: string): Promise<void> {
  hash.update(`link\0${await readlink(link)}\0`)
  const target = await stat(link).catch(() => undefined)
  if (target?.isFile()) await addBytes(hash, link, target.size)
}

async function addBytes(hash: Hash, file: string, size: number): Promise<void> {
  hash.update(`${size}\0`)
  for await (const chunk of createReadStream(file)) hash.update(chunk)
}
