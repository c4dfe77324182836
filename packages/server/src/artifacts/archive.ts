import { Readable } from 'node:stream'
import {
  type ArtifactRepository,
  contentDisposition,
  contentType,
  type FileInfo,
  type SafePath,
  safePath,
} from '@millrace/artifacts'
import { type ArtifactOwner, doesNotExist, invalidParameter, MlflowError } from '@millrace/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Place } from './locate.ts'
import { type ZipEntry, zip } from './zip.ts'

/** Small pieces, headers and short files, travel together. */
const PIECE_BYTES = 64 * 1024

/** A folder as a client named it, and where it is. */
interface Asked {
  readonly owner: ArtifactOwner
  readonly relative: SafePath
  readonly place: Place
}

/** Streams a folder with all it holds as a zip archive. */
export async function sendArchive(request: FastifyRequest, reply: FastifyReply, asked: Asked) {
  await assertFolder(asked)
  reply.headers({
    'cache-control': 'no-cache',
    'content-disposition': contentDisposition(`${archiveName(asked)}.zip`),
    'content-type': 'application/zip',
    'x-content-type-options': 'nosniff',
  })
  if (request.method === 'HEAD') return reply.send()
  const bytes = together(zip(entriesOf(asked)))
  return reply.send(Readable.from(bytes, { objectMode: false, highWaterMark: PIECE_BYTES }))
}

/** A folder without anything in it is an empty archive; only some stores know such folders, and all know their root. */
async function assertFolder({ relative, place: { repository, path } }: Asked): Promise<void> {
  if (relative === '') return
  for await (const _ of repository.list(path)) return
  const found = await repository.stat(path)
  if (!found) throw doesNotExist(`No such artifact: '${path}'`)
  if (!found.is_dir) throw invalidParameter(`Artifact path refers to a file, not a directory: '${path}'`)
}

function archiveName({ relative, owner: { run_id, model_id, name, version } }: Asked): string {
  const owner = run_id || model_id || (name && `${name}-${version}`) || 'artifacts'
  return relative.slice(relative.lastIndexOf('/') + 1) || owner.replaceAll('/', '-')
}

/** Names begin with the folder that was asked for, so that unpacking two of them side by side mixes nothing. */
async function* entriesOf({ relative, place: { repository, path } }: Asked): AsyncGenerator<ZipEntry> {
  const whole = path === '' ? '' : `${path}/`
  const above = relative === '' ? whole : path.slice(0, path.lastIndexOf('/') + 1)
  for await (const file of filesUnder(repository, path)) {
    const at = safe(file.path)
    // What no client could ask for by itself does not come in by an archive.
    if (at === undefined) continue
    yield {
      name: file.path.slice(above.length),
      mtime: file.mtime ?? 0,
      compress: contentType(at).startsWith('text/'),
      open: () => repository.read(at),
    }
  }
}

async function* filesUnder(repository: ArtifactRepository, folder: SafePath): AsyncGenerator<FileInfo> {
  for await (const child of repository.list(folder)) {
    const path = safe(child.path)
    if (!child.is_dir) yield child
    else if (path !== undefined && !child.is_link) yield* filesUnder(repository, path)
  }
}

function safe(path: string): SafePath | undefined {
  try {
    return safePath(path, { decoded: true })
  } catch (error) {
    if (error instanceof MlflowError) return undefined
    throw error
  }
}

async function* together(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let kept: Uint8Array[] = []
  let size = 0
  for await (const piece of pieces) {
    kept.push(piece)
    size += piece.length
    if (size < PIECE_BYTES) continue
    yield Buffer.concat(kept)
    kept = []
    size = 0
  }
  if (size > 0) yield Buffer.concat(kept)
}
