import { randomUUID } from 'node:crypto'
import { createWriteStream, openAsBlob } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import type { Body } from './door.ts'
import { InvalidValueError, NotFoundError } from './errors.ts'
import type { LocalFiles } from './platform/platform.ts'

/** A scheme has two letters at least: `C:\x` is a path of Windows. */
const SCHEME = /^([a-z][a-z0-9+.-]+):/i

/**
 * The folder that an artifact URI names on this machine; undefined for every other kind of place.
 * @throws InvalidValueError for none
 */
function folderOf(uri: string): string | undefined {
  // It would be the working directory.
  if (uri === '') throw new InvalidValueError('It is not known where the artifacts are kept.')
  const scheme = SCHEME.exec(uri)?.[1]?.toLowerCase()
  if (scheme === undefined) return resolve(uri)
  if (scheme !== 'file') return undefined
  return uri.startsWith('file://')
    ? fileURLToPath(uri)
    : resolve(decodeURIComponent(uri.slice('file:'.length)))
}

/** Artifacts in a folder of this machine. */
export function localFiles(uri: string): LocalFiles | undefined {
  const folder = folderOf(uri)
  if (folder === undefined) return undefined
  return {
    async write(path, body) {
      const file = join(folder, path)
      await mkdir(dirname(file), { recursive: true })
      // No reader ever sees half a file.
      const half = join(dirname(file), `.${randomUUID()}.part`)
      try {
        await pipeline(streamOf(body), createWriteStream(half))
        await rename(half, file)
      } catch (error) {
        await rm(half, { force: true })
        throw error
      }
    },
    async read(path) {
      try {
        return new Response(await openAsBlob(join(folder, path)))
      } catch (error) {
        if (!['ENOENT', 'ERR_INVALID_ARG_VALUE'].includes((error as NodeJS.ErrnoException).code ?? ''))
          throw error
        throw new NotFoundError(404, 'RESOURCE_DOES_NOT_EXIST', `No such artifact: '${path}'`)
      }
    },
  }
}

function streamOf(body: Body): Readable {
  if (body instanceof Blob) return Readable.fromWeb(body.stream() as never)
  if (body instanceof ReadableStream) return Readable.fromWeb(body as never)
  return Readable.from([body])
}
