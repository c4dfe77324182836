import { openAsBlob } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, join, relative, resolve, sep } from 'node:path'
import { InvalidValueError } from './errors.ts'
import type { NamedBody } from './platform/platform.ts'

/** A file of this machine; its bytes are read when they are sent. */
export async function openFile(path: string): Promise<NamedBody> {
  return { name: basename(resolve(path)), body: await blobOf(path) }
}

/** Every file below a folder, named from there; links to files too, as MLflow does. */
export async function* openFolder(folder: string): AsyncGenerator<NamedBody> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: Error) => {
    throw new InvalidValueError(`The folder ${folder} cannot be read: ${error.message}`, { cause: error })
  })
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name)
    if (!entry.isFile() && !(entry.isSymbolicLink() && (await leadsToFile(path)))) continue
    yield { name: relative(folder, path).split(sep).join('/'), body: await blobOf(path) }
  }
}

/** Folders that are linked are left out: they may lead round in circles. A link to nothing is an error when it is opened. */
async function leadsToFile(link: string): Promise<boolean> {
  const target = await stat(link).catch(() => undefined)
  return target === undefined || target.isFile()
}

async function blobOf(path: string): Promise<Blob> {
  try {
    return await openAsBlob(path)
  } catch (error) {
    throw new InvalidValueError(`The file ${path} cannot be read: ${(error as Error).message}`, {
      cause: error,
    })
  }
}
