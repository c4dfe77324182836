import { realpath, stat } from 'node:fs/promises'
import { isAbsolute, join, relative } from 'node:path'
import { InvalidValueError } from '@millrace/sdk'

/**
 * A folder within a project's files; those themselves where none is asked for.
 * @throws InvalidValueError for one that is not there, or leads out
 */
export async function subfolder(root: string, name: string | undefined): Promise<string> {
  if (name === undefined || name === '') return root
  if (isAbsolute(name) || name.split(/[\\/]/).includes('..')) throw leadsOut(name)
  const folder = join(root, name)
  const found = await stat(folder).catch(() => undefined)
  if (!found?.isDirectory()) throw new InvalidValueError(`The project has no folder '${name}'.`)
  // A repository may hold links.
  const [inside, outside] = await Promise.all([realpath(folder), realpath(root)])
  if (relative(outside, inside).startsWith('..')) throw leadsOut(name)
  return folder
}

function leadsOut(name: string): InvalidValueError {
  return new InvalidValueError(`The folder '${name}' of the project leads out of it.`)
}
