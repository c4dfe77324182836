import { Readable } from 'node:stream'
import {
  type ByteRange,
  contentDisposition,
  contentType,
  type FileInfo,
  type SafePath,
  UnsatisfiableRange,
} from '@millrace/artifacts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Place } from './locate.ts'

const SINGLE_RANGE = /^bytes=(?:(\d+)-(\d*)|-(\d+))$/

/** Also with `--disable-security-middleware`: no browser may take an artifact for a page or a script. */
const ALWAYS = {
  'accept-ranges': 'bytes',
  'cache-control': 'no-cache',
  'x-content-type-options': 'nosniff',
}

/** Streams a file as an attachment, the range asked for if any; nothing of it is shown on the server's own origin. */
export async function sendArtifact(
  request: FastifyRequest,
  reply: FastifyReply,
  { repository, path }: Place,
) {
  reply.headers(ALWAYS)
  const known = await repository.stat(path)
  if (known?.etag && request.headers['if-none-match'] === known.etag) {
    return reply.code(304).header('etag', known.etag).send()
  }
  // HEAD knows no ranges. What is no file is left to `read`, which says why.
  if (request.method === 'HEAD' && known && !known.is_dir) {
    // Fastify would take no payload for a length of 0.
    return reply.headers(fileHeaders(path, known, known.file_size ?? 0)).send(Readable.from([]))
  }
  const range = rangeOf(request.headers.range, [request.headers['if-range'] ?? []].flat()[0], known?.etag)
  try {
    const file = await repository.read(path, { range })
    reply.headers({
      ...fileHeaders(path, file, file.end - file.start + 1),
      ...(range && { 'content-range': `bytes ${file.start}-${file.end}/${file.size}` }),
    })
    return reply.code(range ? 206 : 200).send(file.stream)
  } catch (error) {
    if (!(error instanceof UnsatisfiableRange)) throw error
    return reply.code(416).header('content-range', `bytes */${error.size}`).send()
  }
}

function fileHeaders(path: SafePath, { etag, mtime }: Pick<FileInfo, 'etag' | 'mtime'>, length: number) {
  return {
    'content-type': contentType(path),
    'content-disposition': contentDisposition(path),
    'content-length': length,
    ...(etag && { etag }),
    ...(mtime !== undefined && { 'last-modified': new Date(mtime).toUTCString() }),
  }
}

/** Several ranges, ends before starts, units other than bytes and outdated If-Range get the whole file, as HTTP allows. */
function rangeOf(
  header: string | undefined,
  ifRange: string | undefined,
  etag: string | undefined,
): ByteRange | undefined {
  const match = SINGLE_RANGE.exec(header ?? '')
  if (!match || (ifRange !== undefined && ifRange !== etag)) return undefined
  const [, start, end, suffix] = match
  if (suffix !== undefined) return { suffix: Number(suffix) }
  if (!end) return { start: Number(start) }
  return Number(end) < Number(start) ? undefined : { start: Number(start), end: Number(end) }
}
