import { type ByteRange, contentDisposition, contentType, UnsatisfiableRange } from '@millrace/artifacts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Place } from './locate.ts'

const SINGLE_RANGE = /^bytes=(?:(\d+)-(\d*)|-(\d+))$/

/** Streams a file as an attachment, the range asked for if any; nothing of it is shown on the server's own origin. */
export async function sendArtifact(
  request: FastifyRequest,
  reply: FastifyReply,
  { repository, path }: Place,
) {
  reply.header('accept-ranges', 'bytes')
  const known = await repository.stat(path)
  if (known?.etag && request.headers['if-none-match'] === known.etag) {
    return reply.code(304).header('etag', known.etag).send()
  }
  const range = rangeOf(request.headers.range, [request.headers['if-range'] ?? []].flat()[0], known?.etag)
  try {
    const file = await repository.read(path, { range })
    reply.headers({
      'content-type': contentType(path),
      'content-disposition': contentDisposition(path),
      'content-length': file.end - file.start + 1,
      ...(file.etag && { etag: file.etag }),
      ...(file.mtime !== undefined && { 'last-modified': new Date(file.mtime).toUTCString() }),
      ...(range && { 'content-range': `bytes ${file.start}-${file.end}/${file.size}` }),
    })
    return reply.code(range ? 206 : 200).send(file.stream)
  } catch (error) {
    if (!(error instanceof UnsatisfiableRange)) throw error
    return reply.code(416).header('content-range', `bytes */${error.size}`).send()
  }
}

/** Several ranges, units other than bytes and outdated If-Range get the whole file, as HTTP allows. */
function rangeOf(
  header: string | undefined,
  ifRange: string | undefined,
  etag: string | undefined,
): ByteRange | undefined {
  const match = SINGLE_RANGE.exec(header ?? '')
  if (!match || (ifRange !== undefined && ifRange !== etag)) return undefined
  const [, start, end, suffix] = match
  if (suffix !== undefined) return { suffix: Number(suffix) }
  return end ? { start: Number(start), end: Number(end) } : { start: Number(start) }
}
