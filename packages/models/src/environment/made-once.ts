import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { withLock } from './lock.ts'

/** Written last: a folder without it is half of what it should be. */
const MADE = 'millrace-environment'

/**
 * A folder that is made once and then kept, whoever asks for it at the same time, and whatever ends who makes it. It is made
 * in a place of its own, for its programs may know their path, and a link to it appears when it is whole.
 * @param place where the link is
 * @param make fills the folder that it is given
 * @returns the folder
 */
export async function madeOnce(
  place: string,
  make: (folder: string) => Promise<void>,
  signal?: AbortSignal,
): Promise<string> {
  if (!isMade(place)) {
    await mkdir(dirname(place), { recursive: true })
    await withLock(`${place}.lock`, () => makeAgain(place, make), signal)
  }
  return realpath(place)
}

function isMade(place: string): boolean {
  return existsSync(join(place, MADE))
}

async function makeAgain(place: string, make: (folder: string) => Promise<void>): Promise<void> {
  if (isMade(place)) return
  await removeHalves(place)
  const folder = `${place}.${randomBytes(4).toString('hex')}`
  try {
    await mkdir(folder)
    await make(folder)
    await writeFile(join(folder, MADE), '')
    await link(folder, place)
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

/** What somebody left who was killed at it: who holds the lock is alone here. */
async function removeHalves(place: string): Promise<void> {
  const [root, own] = [dirname(place), basename(place)]
  const names = (await readdir(root)).filter((one) => one.startsWith(own) && HALF.test(one.slice(own.length)))
  for (const name of names) await rm(join(root, name), { recursive: true, force: true })
}

const HALF = /^(\.[0-9a-f]{8}(\.link)?)?$/

/** A link takes its place at once, or not at all. */
async function link(folder: string, place: string): Promise<void> {
  const fresh = `${folder}.link`
  // Windows links folders without special rights only so, and by their whole path.
  if (process.platform === 'win32') await symlink(folder, fresh, 'junction')
  else await symlink(basename(folder), fresh)
  await rename(fresh, place)
}
