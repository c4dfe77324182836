import { realpath } from 'node:fs/promises'
import { relative, resolve } from 'node:path'
import { MlflowError } from '@millrace/contract'
import { resolveFolder, unlessMissing } from './inside.ts'
import { localRoot } from './local-root.ts'
import { schemeOf } from './open.ts'
import { safePath } from './safe-path.ts'
import { splitUri } from './uri.ts'

/** Whether what `uri` names lies in the folder that `root` names, or is that folder: by name, and with all links followed. */
export async function isBelow(root: string, uri: string): Promise<boolean> {
  const scheme = schemeOf(root)
  if (scheme !== '' && scheme !== 'file') return isBelowRemote(root, uri)
  if (!['', 'file'].includes(schemeOf(uri))) return false
  const folder = resolve(localRoot(root))
  try {
    // Outside, this is a path that begins with `..`, which no safe path does.
    const inside = safePath(relative(folder, resolve(localRoot(uri))), { decoded: true })
    const realRoot = await unlessMissing(realpath(folder))
    if (realRoot !== undefined) await resolveFolder(realRoot, inside)
    return true
  } catch (error) {
    if (error instanceof MlflowError) return false
    throw error
  }
}

function isBelowRemote(root: string, uri: string): boolean {
  const [wanted, given] = [splitUri(root), splitUri(uri)]
  if (given.scheme !== wanted.scheme || (given.authority ?? '') !== (wanted.authority ?? '')) return false
  const names = namesOf(given.path)
  return namesOf(wanted.path).every((name, i) => names[i] === name)
}

function namesOf(path: string): string[] {
  return path.split('/').filter((name) => name !== '')
}
